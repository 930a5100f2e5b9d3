import { expect, test } from 'vitest'
import { readCsv, writeCsv } from './csv.ts'

const fieldsOf = (text: string) => readCsv(text).records.map(({ fields }) => fields)

test('quotes, commas, line breaks and quotes in quotes come back as they were written', () => {
  const rows = [
    ['picture', 'prompt'],
    ['cat.png', 'A sign that reads "Open", in red\nand below it nothing'],
    ['狗.jpg', ''],
  ]
  expect(fieldsOf(writeCsv(rows))).toEqual(rows)
})

test('the delimiter is that of the first line, whatever stands in the others', () => {
  expect(fieldsOf('picture;prompt\na.png;red, green\n')).toEqual([
    ['picture', 'prompt'],
    ['a.png', 'red, green'],
  ])
  expect(fieldsOf('picture\tprompt\na.png\tred, green; blue')).toEqual([
    ['picture', 'prompt'],
    ['a.png', 'red, green; blue'],
  ])
})

test('a record knows the line on which it begins, past line breaks in quotes and empty lines', () => {
  const { records } = readCsv('picture,prompt\r\na.png,"one\r\ntwo"\r\n\r\nb.png,three')
  expect(records.map(({ line, fields }) => [line, fields[0]])).toEqual([
    [1, 'picture'],
    [2, 'a.png'],
    [5, 'b.png'],
  ])
})

test('a quote that is never closed is told with its line', () => {
  expect(readCsv('a,b\nc,"d\ne').openQuoteAt).toBe(2)
  expect(readCsv('a,b\nc,"d"\n').openQuoteAt).toBeNull()
})

test('what a spreadsheet would run as a formula is written as text', () => {
  expect(writeCsv([['=HYPERLINK("x")', '-2', -2]])).toBe('\uFEFF"\'=HYPERLINK(""x"")",\'-2,-2\r\n')
})
