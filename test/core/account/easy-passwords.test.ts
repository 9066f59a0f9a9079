/** Promises about passwords: what is tried first is refused, and what a person makes up of words is not. */
import { expect, test } from 'vitest'
import { isEasyToGuess } from '../../../gateway/core/account/easy-passwords.ts'

const own = ['rita', 'Practice', 'Okafor']

test.each([
  ...['123456789012345', 'passwordpassword', 'qwertyuiopasdfg', 'gatehousegatehouse', 'aaaaaaaaaaaaaaaa'],
  ...['Gatehouse12345678', 'Password123456!', 'abcabcabcabcabcabc', 'okaforpractice2026', 'zyxwvutsrqponmlk'],
  ...['Rita sings at noon', 'qwertz12345asdfg', 'summer2026summer2026', 'xyxyxyxyxyxyxyxyxy'],
])('%s is refused', (password) => {
  expect(isEasyToGuess(password, own)).toBe(true)
})

test.each([
  ...[
    'seven small boats at noon',
    'correct horse battery staple',
    'g7K!pw2Qz9xT',
    'the office plant wants water',
  ],
  ...['drei kleine Boote um zwölf', 'nanana batman sings softly', 'まるでながいあいことばのように'],
])('%s is taken', (password) => {
  expect(isEasyToGuess(password, own)).toBe(false)
})

test('a long one is weighed in no time', () => {
  const before = performance.now()
  for (const text of ['ab'.repeat(128), 'abcdefgh'.repeat(32), 'x'.repeat(256)]) isEasyToGuess(text, own)
  expect(performance.now() - before).toBeLessThan(1000)
})
