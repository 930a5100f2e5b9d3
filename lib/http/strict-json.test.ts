import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findRefusedField, readJson } from './strict-json.ts'

const jsonType = { 'content-type': 'application/json' }
const post = (body: BodyInit | null, headers: Record<string, string> = jsonType): Request =>
  new Request('http://localhost/api/edits', { method: 'POST', body, headers })

describe('a JSON body', () => {
  test('is read as what it says', async () => {
    const value = { a: [1, { b: 'ü "quoted" \\ {' }, null], c: { a: true } }
    for (const type of ['application/json', 'Application/JSON; charset=UTF-8', 'application/json;charset="utf-8"'])
      expect(await readJson(post(JSON.stringify(value), { 'content-type': type }))).toEqual(value)
    expect(await readJson(post('"text"'))).toBe('text')
  })

  test.each([
    ['nothing', null],
    ['empty', ''],
    ['cut off', '{"a":1'],
    ['more than one value', '{} {}'],
    ['a comment', '{} // x'],
    ['single quotes', "{'a':1}"],
    ['a trailing comma', '{"a":1,}'],
    ['a byte order mark', '\uFEFF{}'],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
    ['a surrogate in UTF-8', new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0])],
  ])('that is %s is request_invalid', async (_words, body) => {
    await expect(readJson(post(body))).rejects.toMatchObject({ name: 'AppError', code: 'request_invalid' })
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/json; charset=latin1',
    'application/jsonp',
  ])('declared as %s is request_invalid', async (type) => {
    await expect(readJson(post('{}', { 'content-type': type }))).rejects.toMatchObject({
      code: 'request_invalid',
      field: 'Content-Type',
    })
  })

  test('may be as long as the limit and no longer, announced or not', async () => {
    const text = JSON.stringify('x'.repeat(98))
    expect(await readJson(post(text), { maxBytes: 100 })).toBe('x'.repeat(98))
    await expect(readJson(post(text), { maxBytes: 99 })).rejects.toMatchObject({ code: 'request_invalid' })
    await expect(
      readJson(post('{}', { ...jsonType, 'content-length': '101' }), { maxBytes: 100 }),
    ).rejects.toMatchObject({
      code: 'request_invalid',
    })
  })

  test('with a name twice, or __proto__, is request_invalid and names the field', async () => {
    await expect(readJson(post('{"frame":{"kind":1,"kind":2}}'))).rejects.toMatchObject({
      code: 'request_invalid',
      field: 'frame.kind',
    })
    await expect(readJson(post('{"__proto__":{"admin":true}}'))).rejects.toMatchObject({ field: '__proto__' })
    expect('admin' in {}).toBe(false)
  })
})

describe('refused fields', () => {
  test.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"a":{"a":{"b":[],"b":0}}}', 'a.a.b'],
    ['[{"a":1},[{"b":{"a":1,"c":{},"a":[]}}]]', 'b.a'],
    ['{"rows":[{"seed":1},{"seed":1,"seed":2}]}', 'rows.seed'],
    ['{"x":{"y":{}},"x":1}', 'x'],
    ['{"x":[{"y":1}],"z":{"y":1,"y":2}}', 'z.y'],
    ['{"":1,"":2}', ''],
    ['{"\\"":1,"\\"":2}', '"'],
    ['{"\\\\":1,"a":"\\\\","\\\\":2}', '\\'],
    ['{"a":{"\\u005f_proto__":1}}', 'a.__proto__'],
  ])('%s: %j', (text, field) => {
    expect(() => JSON.parse(text)).not.toThrow()
    expect(findRefusedField(text)).toBe(field)
  })

  test.each([
    '{"a":"a","b":"a"}',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '["a","a",{"a":["a","a"]}]',
    '{"a":"{\\"b\\":1,\\"b\\":2}"}',
    '{"a":"\\\\","b":"\\""}',
    '{"constructor":1,"toString":2,"a":"__proto__"}',
    '"a"',
    '0',
  ])('%s: none', (text) => {
    expect(() => JSON.parse(text)).not.toThrow()
    expect(findRefusedField(text)).toBeNull()
  })

  test('whatever JSON.stringify writes has none, and doubling any one name is found', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.string().filter((name) => name !== '__proto__'),
        fc.jsonValue(),
        (value, name, inside) => {
          const clean = JSON.stringify([value, inside]).includes('"__proto__":')
            ? 'null'
            : JSON.stringify([value, inside])
          expect(findRefusedField(clean)).toBeNull()
          const key = JSON.stringify(name)
          expect(findRefusedField(`[${clean},{"b":0${name === 'b' ? '' : `,${key}:${clean}`},${key}:1}]`)).toBe(name)
        },
      ),
    )
  })

  test('a megabyte of nesting or of one string takes neither the stack nor, being read once, long', () => {
    expect(findRefusedField('['.repeat(500_000) + ']'.repeat(500_000))).toBeNull()
    expect(findRefusedField(`{"a":"${'\\\\'.repeat(500_000)}"}`)).toBeNull()
    expect(findRefusedField(`${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`)).toBeNull()
  })
})
