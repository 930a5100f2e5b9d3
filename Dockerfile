# One image for the studio and for its workers: docs/guide/deploy.md. The same Node as package.json's `node`.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Without scripts: the only one is that of the package `node`, which the image has already.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 node node_modules/next/dist/bin/next build \
  && node --disable-warning=ExperimentalWarning scripts/image.ts /image \
  && mkdir /image/data

FROM node:24.21.0-bookworm-slim
# The allocator's settings are those of scripts/prepare.mjs.
ENV NODE_ENV=production \
  NODE_OPTIONS=--disable-warning=ExperimentalWarning \
  MALLOC_ARENA_MAX=2 \
  MALLOC_MMAP_THRESHOLD_=1048576 \
  HOST=0.0.0.0 \
  PORT=3000 \
  FRISKET_DATA_DIR=/app/data
WORKDIR /app
COPY --from=build /image ./
# Only the data folder is the studio's to write.
RUN chown node:node data
USER node
VOLUME /app/data
EXPOSE 3000
# 503 where the node cannot take requests; a studio without a worker still can.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "scripts/serve.ts"]
