/** Promises of what stands in the links of a text: what is replaced is found as it is encoded, all else stays as it came. */
import { describe, expect, test } from 'vitest'
import { type Order, run, runWhole } from './support.ts'

function found(body: string, order: Order): string[] {
  const told = run(body, order).questions.map(({ type, value }) => `${type} ${value}`)
  for (const pieces of [[1], [7, 3]]) expect(run(body, { ...order, pieces }).out).toBe(run(body, order).out)
  return told
}

describe('a number with pluses for its blanks, in a link in a text', () => {
  test.each([
    ['CREDIT_CARD', 'card=4111+1111+1111+1111', '4111'],
    ['CREDIT_CARD', 'q=card+4111111111111111', '4111'],
    ['IBAN', 'iban=DE89+3704+0044+0532+0130+00', '3704'],
    ['PHONE', 'tel=%2B49+171+2345678', '2345678'],
    ['US_SSN', 'ssn=536+90+4399', '4399'],
  ])('%s %s does not leave', (type, query, part) => {
    const link = `see https://x.example/?${query} please`
    const bodies: [string, Order][] = [
      [JSON.stringify({ content: link }), { format: 'json' }],
      [link, { format: 'text' }],
      [`u=${encodeURIComponent(link)}`, { format: 'form' }],
      // Encoded once more with the link, to stand in another one.
      [`https://y.example/?u=${encodeURIComponent(`https://x.example/?${query}`)}`, { format: 'text' }],
      [`id,link\n1,${link}\n`, { format: 'csv' }],
    ]
    for (const [body, order] of bodies) {
      expect(found(body, order), body).toEqual([expect.stringMatching(`^${type} `)])
      for (const outcome of [run(body, order), runWhole(body, order)]) expect(outcome.out).not.toContain(part)
    }
  })
})
