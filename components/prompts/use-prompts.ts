'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { listPrompts, starPrompt, unstarPrompt } from '#lib/client/api.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import type { KeptPrompts } from '#lib/client/schemas.ts'
import { notify } from '../ui/toast.tsx'

const key = ['prompts']

/** Recent and starred prompts, as the server keeps them. */
export const usePrompts = () => useQuery({ queryKey: key, queryFn: ({ signal }) => listPrompts({ signal }) })

/** Gives a prompt its star, or takes it. It shows at once, and goes back where the server says no. */
export function useStar(): { isStarred(prompt: string): boolean; toggle(prompt: string): void } {
  const client = useQueryClient()
  const words = useErrorWords()
  const { data } = usePrompts()
  const starOf = (prompt: string) => data?.starred.find((star) => star.prompt === prompt)
  const change = useMutation({
    mutationFn: async (prompt: string) => {
      const star = starOf(prompt)
      if (star) await unstarPrompt(star.id)
      else await starPrompt(prompt)
    },
    onMutate: async (prompt) => {
      await client.cancelQueries({ queryKey: key })
      client.setQueryData<KeptPrompts>(key, (known) => known && withStar(known, prompt))
    },
    onError: (error) => notify({ kind: 'error', ...words(error) }),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
  return {
    isStarred: (prompt) => starOf(prompt) !== undefined,
    // A second press waits for the first one's answer, which tells what there is to take away.
    toggle: (prompt) => {
      if (!change.isPending) change.mutate(prompt)
    },
  }
}

function withStar(known: KeptPrompts, prompt: string): KeptPrompts {
  const others = known.starred.filter((star) => star.prompt !== prompt)
  const added = others.length === known.starred.length ? [{ id: '', prompt }] : []
  return { ...known, starred: [...added, ...others] }
}
