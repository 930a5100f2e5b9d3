import { describe, expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { stepHardness, stepSize } from './brush-steps.ts'
import { runOnCanvas } from './canvas-keys.ts'
import { initialEditorState } from './editor-store.ts'
import { commandIds, isHeld, toolCommands, valueCommands } from './key-commands.ts'

/** A canvas that only notes what was asked of it. */
function notes() {
  const asked: string[] = []
  const note = (name: string) => (amount?: number) => {
    asked.push(amount === undefined ? name : `${name} ${amount}`)
  }
  return {
    asked,
    store: createStore(() => initialEditorState),
    canvas: {
      undo: note('undo'),
      redo: note('redo'),
      invert: note('invert'),
      clear: note('clear'),
      fit: note('fit'),
      zoomTo: note('zoomTo'),
      zoomBy: note('zoomBy'),
    },
  }
}

describe('what a command does to the canvas', () => {
  test('tools are taken up, and digits set the value in tenths', () => {
    const host = notes()
    for (const tool of toolCommands) {
      expect(runOnCanvas(tool, host)).toBe(true)
      expect(host.store.getState().tool).toBe(tool)
    }
    const values = valueCommands.map((command) => {
      runOnCanvas(command, host)
      return host.store.getState().brush.value
    })
    expect(values).toEqual([26, 51, 77, 102, 128, 153, 179, 204, 230, 255])
  })

  test('swap and mask alone go there and back', () => {
    const host = notes()
    runOnCanvas('swap', host)
    runOnCanvas('mask-only', host)
    expect([host.store.getState().paint, host.store.getState().film.maskOnly]).toEqual(['protect', true])
    runOnCanvas('swap', host)
    runOnCanvas('mask-only', host)
    expect(host.store.getState()).toEqual(initialEditorState)
  })

  test('each command is either the canvas’s, and does something, or the page’s', () => {
    const pages = commandIds.filter((id) => {
      if (isHeld(id)) return false
      const host = notes()
      const used = runOnCanvas(id, host)
      const did = host.asked.length > 0 || host.store.getState() !== initialEditorState
      expect(did).toBe(used)
      return !used
    })
    expect(pages).toEqual([
      'run',
      'prompt',
      'compare',
      'compare-mode',
      'refine',
      'previous-version',
      'next-version',
      'sheet',
    ])
  })
})

describe('steps of the brush', () => {
  const brush = { sizePx: 100, hardness: 0.8, value: 255 }

  test('every size from 1 to 2000 is left by a step, and the ends are not passed', () => {
    for (let sizePx = 1; sizePx <= 2000; sizePx++) {
      const [smaller, larger] = [stepSize({ ...brush, sizePx }, -1), stepSize({ ...brush, sizePx }, 1)]
      expect(smaller).toBe(sizePx === 1 ? 1 : Math.min(smaller, sizePx - 1))
      expect(larger).toBe(sizePx === 2000 ? 2000 : Math.max(larger, sizePx + 1))
      expect(smaller >= 1 && larger <= 2000).toBe(true)
    }
  })

  test('hardness goes in tenths without the dust of binary fractions', () => {
    let hardness = 0
    const seen = [hardness]
    for (let i = 0; i < 11; i++) {
      hardness = stepHardness({ ...brush, hardness }, 1)
      seen.push(hardness)
    }
    expect(seen).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1])
    expect(stepHardness({ ...brush, hardness: 0.35 }, -1)).toBe(0.3)
  })
})
