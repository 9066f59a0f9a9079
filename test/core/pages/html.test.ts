/** Promises of the HTML tag: whatever is inserted is text. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fingerprintLines } from '../../../gateway/core/pages/fingerprint.ts'
import { escapeHtml, html } from '../../../gateway/core/pages/html.ts'
import { countOf, listOf } from '../../../gateway/core/pages/words.ts'

test('no inserted text can open a tag, end an attribute or begin an entity', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { text: page } = html`<p title="${text}">${text}</p>`
      expect(page.match(/[<>]/g)).toEqual(['<', '>', '<', '>'])
      expect(page.match(/"/g)).toHaveLength(2)
      expect(page.replaceAll(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&')
      expect(page.replaceAll(/[\n\t]/g, '')).not.toMatch(/[\p{Cf}\p{Cc}]/u)
    }),
  )
})

test('what was made by the tag is taken as it is, and null is nothing', () => {
  expect(html`${html`<b>${'<'}</b>`}${null}${[html`<i>1</i>`, html`<i>2</i>`]}${7}`.text).toBe(
    '<b>&lt;</b><i>1</i><i>2</i>7',
  )
})

test('an object that only looks like markup is not taken as markup', () => {
  const posing = { text: '<b>' } as never
  expect(() => html`${posing}`).toThrow()
})

test('characters that turn or hide text are made visible, line breaks stay', () => {
  expect(escapeHtml('a\u202eb\u200bc\u0000d\ne\u00e9')).toBe('a\ufffdb\ufffdc\ufffdd\neé')
})

test('fingerprints break between groups of eight pairs only', () => {
  const pairs = Array.from({ length: 32 }, () => 'AB').join(':')
  expect(fingerprintLines(pairs).text.match(/<span>(AB:){7}AB:?<\/span>/g)).toHaveLength(4)
})

test('numbers and lists read as sentences', () => {
  expect([countOf(1, 'request'), countOf(2318, 'request'), listOf(['a']), listOf(['a', 'b', 'c'])]).toEqual([
    '1 request',
    '2,318 requests',
    'a',
    'a, b and c',
  ])
})
