'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ThemeProvider } from 'next-themes'
import { type ReactNode, useState } from 'react'
import { ApiError } from '#lib/client/api-error.ts'
import { TooltipProvider } from '../ui/tooltip.tsx'

/** A refusal will not change by asking again; a server that cannot be reached may come back. */
const mayHelp = (failures: number, error: Error): boolean =>
  error instanceof ApiError && error.code === 'offline' && failures < 3

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: mayHelp, staleTime: 5000, networkMode: 'always' } } }),
  )
  return (
    <ThemeProvider
      attribute="data-theme"
      defaultTheme="dark"
      enableSystem={false}
      enableColorScheme={false}
      storageKey="frisket-theme"
      disableTransitionOnChange
    >
      <QueryClientProvider client={client}>
        <TooltipProvider delay={500}>{children}</TooltipProvider>
      </QueryClientProvider>
    </ThemeProvider>
  )
}
