'use client'

import { type ReactNode, useRef } from 'react'
import { uploads } from '#lib/client/uploads.ts'
import { Button, type ButtonProps } from '../ui/button.tsx'

type ChooseFilesProps = Pick<ButtonProps, 'kind' | 'size' | 'icon' | 'className'> & { children: ReactNode }

/** A button that opens the system's file chooser; all that is chosen is added. */
export function ChooseFiles({ children, ...look }: ChooseFilesProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button {...look} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept="image/png,image/jpeg,image/webp,image/gif"
        onChange={(event) => {
          uploads.add([...(event.target.files ?? [])].map((file) => ({ kind: 'file', file })))
          // So that the same file can be chosen again.
          event.target.value = ''
        }}
      />
    </>
  )
}
