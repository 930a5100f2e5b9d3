import { type ClassValue, clsx } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

// The names of our own type scale and shadows: without them tailwind-merge takes `text-body` for a colour.
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ['figure', 'display', 'title', 'lead', 'body', 'meta', 'tiny', 'touch'],
      shadow: ['float', 'segment', 'segment-on'],
    },
  },
})

/** Joins class names; of two that set the same property the later one wins. */
export const cn = (...classes: ClassValue[]): string => merge(clsx(classes))
