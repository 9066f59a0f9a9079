/** Promises that an answer whose tokens are restored is not held up: what came in a turn leaves in that turn. */
import { expect, test } from 'vitest'
import { codeOf, tokenText } from '../../gateway/core/pii/tokens/form.ts'
import type { TokenKeys, Tokens } from '../../gateway/core/ports.ts'
import { restoredAnswer } from '../../gateway/egress/restored-answer.ts'
import { WayTokens } from '../../gateway/egress/way-tokens.ts'

const keys: TokenKeys = { keyed: () => null }
const exchange = { id: '1', client: '192.0.2.7', destinationGroup: 'ai' }
const code = codeOf(Buffer.alloc(32, 7))

/** A store that has one token at hand. */
const store: Tokens = {
  register() {},
  release() {},
  keep: async () => true,
  restore: (_, codes) =>
    new Map(
      codes.map((each) => [each, { type: 'EMAIL', value: Buffer.from('anna@example.com'), undone: null }]),
    ),
}

function answering() {
  const answer = restoredAnswer(
    { method: 'POST', status: 200, fields: ['content-type', 'text/event-stream'] },
    {
      tokens: new WayTokens({ keys, store }, exchange),
      fault: (_where, error) => expect.fail(String(error)),
      unrestored: () => expect.fail('unrestored'),
    },
  )
  if (answer === null) throw new Error('not restored')
  const left: string[] = []
  void (async () => {
    for await (const piece of answer.output) if (piece.length > 0) left.push(Buffer.from(piece).toString())
  })()
  return { input: answer.input, left }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test.each([
  ['without a token', 'data: {"text":"Good morning."}\n\n', 'data: {"text":"Good morning."}\n\n'],
  [
    'with a token that is at hand',
    `data: {"text":"To ${tokenText('EMAIL', code)} at once."}\n\n`,
    'data: {"text":"To anna@example.com at once."}\n\n',
  ],
])('an event %s leaves in the turn in which it came', async (_name, event, expected) => {
  const { input, left } = answering()
  // The first waits for whoever reads.
  await turn()
  for (let round = 1; round <= 3; round++) {
    input.write(event)
    // A timer or another turn of the loop would come behind this.
    await turn()
    expect(left).toEqual(Array(round).fill(expected))
  }
  input.end()
})
