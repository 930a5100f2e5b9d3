import { expect, test } from 'vitest'
import { maskStem, nearestName, pictureStem, readBatchFile } from './batch-file.ts'

const read = (text: string, kind: 'csv' | 'json' = 'csv') => {
  const reading = readBatchFile(text, kind)
  if (!reading.ok) throw new Error(JSON.stringify(reading.refusal))
  return reading.file
}

test('every column is read, under any of its names, and what is not said is null', () => {
  const { rows, ignored } = read(
    'Image,Prompt,mask,aspect_ratio,Seed,safety tolerance,output-format,notes\r\n' +
      'cat.png,"a red, warm cat",cat_mask.png,3:2,7,2,JPG,x\r\n' +
      'dog.png,blue,,keep,,,,\r\n',
  )
  expect(rows).toEqual([
    {
      line: 2,
      picture: 'cat.png',
      prompt: 'a red, warm cat',
      next: [],
      reference: null,
      mask: 'cat_mask.png',
      ratio: '3:2',
      seed: 7,
      safety: 2,
      format: 'jpeg',
      faults: [],
    },
    {
      line: 3,
      picture: 'dog.png',
      prompt: 'blue',
      next: [],
      reference: null,
      mask: null,
      ratio: null,
      seed: null,
      safety: null,
      format: null,
      faults: [],
    },
  ])
  expect(ignored).toEqual(['notes'])
})

test('a row may have further steps, as lines of a cell or a list, or name a recipe', () => {
  const recipes = [{ name: 'Shop window', steps: ['white background', 'soft shadow'] }]
  const planned = (text: string, kind: 'csv' | 'json' = 'csv') => {
    const reading = readBatchFile(text, kind, recipes)
    if (!reading.ok) throw new Error(reading.refusal.code)
    return reading.file.rows.map(({ line, prompt, next, faults }) => [
      line,
      prompt,
      next,
      faults.map(({ code }) => code),
    ])
  }
  expect(
    planned(
      'picture,prompt,steps,recipe\n' +
        'a.png,red,"blue\ngreen",\n' +
        'b.png,,"[""first"",""two\\nlines""]",\n' +
        'c.png,,,shop WINDOW\n' +
        'd.png,,,Shop door\n' +
        'e.png,red,,Shop window\n' +
        'f.png,red,"{""a"":1}",\n' +
        'g.png,,,\n',
    ),
  ).toEqual([
    [2, 'red', ['blue', 'green'], []],
    [4, 'first', ['two\nlines'], []],
    [5, 'white background', ['soft shadow'], []],
    [6, '', [], ['recipe_unknown']],
    [7, 'red', [], ['recipe_and_prompt']],
    [8, 'red', [], ['steps_invalid']],
    [9, '', [], ['prompt_missing']],
  ])
  const many = Array.from({ length: 10 }, (_, i) => `step ${i}`)
  expect(
    planned(
      JSON.stringify([
        { picture: 'a.png', prompt: 'red', steps: ['blue'] },
        { picture: 'b.png', recipe: 'Shop window' },
        { picture: 'c.png', prompt: 'red', nextPrompts: many },
        { picture: 'd.png', steps: many },
      ]),
      'json',
    ),
  ).toEqual([
    [1, 'red', ['blue'], []],
    [2, 'white background', ['soft shadow'], []],
    [3, 'red', many.slice(0, 9), ['steps_invalid']],
    [4, 'step 0', many.slice(1), []],
  ])
})

test('each fault is told with its line, its column and what stood there', () => {
  const { rows } = read('picture,prompt,ratio,seed,safety,format\n,,9:1,-1,3,tiff\nb.png,"  ",3:2,2147483648,0,png\n')
  expect(rows.map(({ line, faults }) => [line, faults.map(({ code, given }) => `${code} ${given}`)])).toEqual([
    [
      2,
      [
        'picture_missing ',
        'prompt_missing ',
        'safety_invalid 3',
        'ratio_invalid 9:1',
        'seed_invalid -1',
        'format_invalid tiff',
      ],
    ],
    [3, ['prompt_missing ', 'seed_invalid 2147483648']],
  ])
})

test('JSON is a list of rows or an object with one, its values text or numbers', () => {
  const rows = [
    { url: 'https://example.com/a.png', prompt: 'p', seed: 3 },
    { url: 'b', prompt: 'q', mask: null, kind: 1 },
  ]
  const expected = [
    { line: 1, picture: 'https://example.com/a.png', prompt: 'p', seed: 3, mask: null },
    { line: 2, picture: 'b', prompt: 'q', seed: null },
  ]
  expect(read(JSON.stringify(rows), 'json').rows).toMatchObject(expected)
  expect(read(JSON.stringify({ rows }), 'json')).toMatchObject({ rows: expected, ignored: ['kind'] })
})

test('pairs are a reference and a base, with a head or without, and may wait for one prompt for all', () => {
  const pairs = [
    { picture: 'https://example.com/shirt1.png', reference: 'https://example.com/dots.png', prompt: '', faults: [] },
    { picture: 'shirt2.png', reference: 'stripes.png', prompt: '', faults: [] },
  ]
  const rows = 'https://example.com/dots.png|https://example.com/shirt1.png\nstripes.png|shirt2.png\n'
  expect(read(rows).rows).toMatchObject(pairs)
  expect(read(`reference|base\n${rows}`).rows).toMatchObject(pairs)
  expect(read(rows).rows.map(({ line }) => line)).toEqual([1, 2])
})

test('a file that cannot be read at all says why', () => {
  const refusal = (text: string, kind: 'csv' | 'json' = 'csv') => {
    const reading = readBatchFile(text, kind)
    return reading.ok ? null : reading.refusal
  }
  expect(refusal('')).toEqual({ code: 'empty' })
  expect(refusal('picture,prompt\n')).toEqual({ code: 'empty' })
  expect(refusal('picture,words\na,b\n')).toEqual({ code: 'column_missing', column: 'prompt' })
  expect(refusal('picture,prompt\na,"b\n')).toEqual({ code: 'open_quote', line: 2 })
  expect(refusal('{"rows":1}', 'json')).toEqual({ code: 'not_json' })
  expect(refusal(`picture,prompt\n${'a,b\n'.repeat(5_001)}`)).toEqual({ code: 'too_many', count: 5_001, most: 5_000 })
})

test('the name that was probably meant', () => {
  const names = ['launch-tall.jpg', 'launch-pad.jpg', 'cat.png']
  expect(nearestName('launch-tal.jpg', names)).toBe('launch-tall.jpg')
  expect(nearestName('CAT.png', names)).toBe('cat.png')
  expect(nearestName('zebra.png', names)).toBeNull()
  expect(nearestName('a', ['b'])).toBeNull()
})

test('a mask file belongs to the picture of the same name', () => {
  expect(maskStem('folder/Photo1_mask.PNG')).toBe('photo1')
  expect(maskStem('photo-1-mask.png')).toBe('photo-1')
  expect(maskStem('mask.png')).toBeNull()
  expect(maskStem('photo1.png')).toBeNull()
  expect(pictureStem('Photo1.jpg')).toBe('photo1')
})
