import { openStudio } from '#lib/container.ts'
import { createHandle } from '#lib/http/handler.ts'

export const handle = createHandle(openStudio)
