'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { BookmarkPlus, EllipsisVertical, ListPlus, NotebookText, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { deleteRecipe, listRecipes, saveRecipe } from '#lib/client/batches.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { mostFurtherSteps } from '#lib/edits/batch.ts'
import { isPrompt } from '#lib/edits/edit.ts'
import { maxRecipeName, type RecipeView } from '#lib/edits/recipe.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'
import { notify } from '../ui/toast.tsx'
import { type Prompt, removePrompt, setSteps, stepsOf } from './batch-draft.ts'
import { changeBatch } from './batch-store.ts'

const recipesKey = ['recipes']

type PromptHeadProps = { prompt: Prompt; number: number; removable: boolean }

/** The head of a column: one prompt, or a plan of several, each on the output of the one before. */
export function PromptHead({ prompt, number, removable }: PromptHeadProps) {
  const t = useTranslations('batch')
  const [saving, setSaving] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const { data: recipes = [] } = useQuery({ queryKey: recipesKey, queryFn: ({ signal }) => listRecipes({ signal }) })
  const steps = stepsOf(prompt)
  const write = (next: readonly string[]) => changeBatch((draft) => setSteps(draft, prompt.key, next))
  const items: MenuItem[] = [
    {
      label: t('addStep'),
      icon: <ListPlus aria-hidden="true" />,
      disabled: steps.length > mostFurtherSteps,
      onSelect: () => write([...steps, '']),
    },
    {
      label: t('saveRecipe'),
      icon: <BookmarkPlus aria-hidden="true" />,
      disabled: !steps.every(isPrompt),
      onSelect: () => setSaving(true),
    },
    ...(recipes.length > 0 ? [{ kind: 'line' } as const] : []),
    ...recipes.map(({ name, steps: saved }) => ({
      label: t('useRecipe', { name }),
      icon: <NotebookText aria-hidden="true" />,
      onSelect: () => write(saved),
    })),
    ...(recipes.length > 0
      ? [
          {
            label: t('deleteRecipes'),
            icon: <Trash2 aria-hidden="true" />,
            onSelect: () => setDeleting(true),
          },
        ]
      : []),
    ...(removable
      ? [
          { kind: 'line' } as const,
          {
            label: t('removePrompt', { number }),
            icon: <Trash2 aria-hidden="true" />,
            onSelect: () => changeBatch((draft) => removePrompt(draft, prompt.key)),
          },
        ]
      : []),
  ]
  return (
    <div className="relative flex flex-col gap-1">
      {steps.map((text, step) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the plan
        <div key={step} className="relative">
          <span aria-hidden="true" className="absolute top-2 left-2.5 z-1 text-meta text-text-3 tabular-nums leading-5">
            {steps.length === 1 ? number : step === 0 ? `${number}.1` : `${number}.${step + 1}`}
          </span>
          <TextArea
            label={step === 0 ? t('promptNumber', { number }) : t('promptStep', { number, step: step + 1 })}
            hideLabel
            value={text}
            placeholder={step === 0 ? t('promptPlaceholder') : t('stepPlaceholder')}
            onChange={(event) => write(steps.map((old, at) => (at === step ? event.target.value : old)))}
            areaClassName={
              steps.length === 1 ? 'h-14 pl-7 pr-8 max-sm:pr-12 py-1.5' : 'h-14 pl-9 pr-8 max-sm:pr-12 py-1.5'
            }
          />
        </div>
      ))}
      <Menu
        trigger={
          <IconButton
            label={t('promptMenu', { number })}
            className="absolute top-1 right-1 size-6 text-text-3 pointer-coarse:size-9 max-sm:size-11"
          >
            <EllipsisVertical aria-hidden="true" />
          </IconButton>
        }
        items={items}
      />
      {saving ? <SaveRecipe steps={steps} onClose={() => setSaving(false)} /> : null}
      {deleting ? <DeleteRecipes recipes={recipes} onClose={() => setDeleting(false)} /> : null}
    </div>
  )
}

function SaveRecipe({ steps, onClose }: { steps: string[]; onClose(): void }) {
  const t = useTranslations('batch')
  const client = useQueryClient()
  const words = useErrorWords()
  const [name, setName] = useState('')
  const save = () =>
    saveRecipe({ name: name.trim(), steps: steps.map((step) => step.trim()) }).then(
      (recipe) => {
        void client.invalidateQueries({ queryKey: recipesKey })
        notify({ kind: 'done', title: t('recipeSaved', { name: recipe.name }) })
        onClose()
      },
      (error: unknown) => notify({ kind: 'error', ...words(error) }),
    )
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('saveRecipe')}
      description={t('saveRecipeHint', { count: steps.length })}
      actions={
        <>
          <Button kind="ghost" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button onClick={() => void save()} disabledReason={name.trim() === '' ? t('recipeNameFirst') : null}>
            {t('save')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('recipeName')}
        autoFocus
        maxLength={maxRecipeName}
        value={name}
        onChange={(event) => setName(event.target.value)}
        className="mt-3"
      />
    </Dialog>
  )
}

function DeleteRecipes({ recipes, onClose }: { recipes: readonly RecipeView[]; onClose(): void }) {
  const t = useTranslations('batch')
  const client = useQueryClient()
  const words = useErrorWords()
  const forget = (id: string) =>
    deleteRecipe(id).then(
      () => client.invalidateQueries({ queryKey: recipesKey }),
      (error: unknown) => notify({ kind: 'error', ...words(error) }),
    )
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={t('deleteRecipes')}>
      <ul>
        {recipes.map(({ id, name, steps }) => (
          <li key={id} className="flex min-h-11 items-center gap-2">
            <span className="min-w-0 flex-1 truncate" title={steps.join(' → ')}>
              {name}
            </span>
            <IconButton label={t('deleteRecipe', { name })} onClick={() => void forget(id)} className="max-sm:size-11">
              <Trash2 aria-hidden="true" />
            </IconButton>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
