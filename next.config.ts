import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Native or WASM packages, and those that our own worker threads load outside the bundle.
  serverExternalPackages: ['sharp', 'pino', 'undici', 'busboy', 'pg', '@aws-sdk/client-s3'],
  // Types are checked by `npm run check`, once and with the project's own compiler.
  typescript: { ignoreBuildErrors: true },
}

export default createNextIntlPlugin('./lib/i18n.ts')(config)
