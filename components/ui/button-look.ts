// Apart from the button itself, so that a link on a server page can look like one.
import { cva } from 'class-variance-authority'

export const buttonLook = cva(
  'inline-flex select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium transition-colors disabled:opacity-38 aria-disabled:opacity-38 [&>svg]:size-4',
  {
    variants: {
      kind: {
        primary: 'bg-accent text-on-accent live:hover:bg-accent-hover live:active:bg-accent-press',
        standard: 'bg-raise text-text-1 live:hover:bg-hover live:active:bg-press',
        outline: 'text-text-1 shadow-[inset_0_0_0_1px_var(--edge)] live:hover:bg-hover live:active:bg-press',
        ghost: 'text-text-2 live:hover:bg-raise live:hover:text-text-1 live:active:bg-press',
      },
      size: {
        md: 'h-8 px-3 text-body',
        /** On pages: beside 36 px fields and segments. */
        page: 'h-9 px-3 text-body',
        lg: 'h-10 px-5 text-lead [&>svg]:size-4.5',
        touch: 'h-12 px-5 text-touch [&>svg]:size-5',
      },
    },
    defaultVariants: { kind: 'standard', size: 'md' },
  },
)
