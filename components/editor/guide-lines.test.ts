import { describe, expect, it } from 'vitest'
import { operationSchema } from '#lib/retouch/operation.ts'
import { changed, guidesOf, noHistory, stepped, withGuides } from './guide-lines.ts'

const rim = [
  { x: 10, y: 20 },
  { x: 90, y: 25 },
]
const pole = [
  { x: 40, y: 0 },
  { x: 40, y: 80 },
]
const fill = { kind: 'fill', avoidMaskId: '0123456789abcdefghjk' } as const

describe('lines of a fill', () => {
  it('are sent as the server takes them, beside what else the fill asks for', () => {
    const asked = withGuides(fill, [rim, pole])
    expect(operationSchema.parse(asked)).toEqual({ ...fill, guides: [rim, pole] })
    expect(guidesOf(asked)).toEqual([rim, pole])
  })

  it('are not sent where there are none', () => {
    expect(withGuides(withGuides(fill, [rim]), [])).toEqual(fill)
  })

  it('come back step by step, and a new one ends what could be redone', () => {
    let history = changed(changed(noHistory, []), [rim])
    const once = stepped(history, [rim, pole], 'undo')
    expect(once?.lines).toEqual([rim])
    const twice = once && stepped(once.history, once.lines, 'undo')
    expect(twice?.lines).toEqual([])
    expect(twice && stepped(twice.history, twice.lines, 'undo')).toBeNull()
    expect(twice && stepped(twice.history, twice.lines, 'redo')?.lines).toEqual([rim])
    history = changed(twice?.history ?? noHistory, [])
    expect(stepped(history, [pole], 'redo')).toBeNull()
  })
})
