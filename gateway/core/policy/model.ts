/** The policy file: which keys a rule may have, what they mean, and what is said when one is mistyped. */
import { z } from 'zod'
import {
  type DataClass,
  dataClasses,
  type EntityType,
  entityTypeNames,
  entityTypes,
  operators,
} from '../pii/entity.ts'
import { keyPath } from './key-path.ts'
import { matchSchema, scheduleSchema } from './match-model.ts'
import { reviewsSchema } from './reviews-model.ts'

/** Upper bound of `maxPersons`: the counter of `persons.ts` must be able to hold that many. */
export const maxCountablePersons = 10_000

const ruleId = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'is not a rule id: use lower-case letters, digits and hyphens, such as "ai-assistants"',
  )
  .describe('Name of the rule. The journal and the refusal page show it, so it must not change lightly.')

const refuseOrPass = z.enum(['refuse', 'pass'], {
  error: (issue) => `${quoted(issue.input)} is not known here: write "refuse" or "pass"`,
})

const operator = z.enum(operators, { error: (issue) => operatorMistake(issue.input) })

const entityOperators = z
  .strictObject(
    {
      ...Object.fromEntries(
        entityTypeNames.map((type) => [
          type,
          operator.optional().describe(`What is done to every ${entityTypes[type].title} that is found.`),
        ]),
      ),
      ...Object.fromEntries(
        dataClasses.map((name) => [
          `class:${name}`,
          operator
            .optional()
            .describe(`What is done to every type of class ${name} that is not named itself.`),
        ]),
      ),
      '*': operator.describe('What is done to every type that is not named here.'),
    } as Record<EntityType | `class:${DataClass}`, z.ZodOptional<typeof operator>> & { '*': typeof operator },
    { error: (issue) => (issue.code === 'unrecognized_keys' ? typeMistake(issue.keys) : undefined) },
  )
  .describe(
    `Entity type → operator. Types: ${entityTypeNames.join(', ')}; "class:" and a data class (${dataClasses.join(', ')}) for all of its types; "*" for the rest. Operators: ${operators.join(', ')}.`,
  )

const keyPaths = z.array(keyPath).default([])

const fields = z
  .strictObject({
    drop: keyPaths.describe('Fields whose value is emptied (JSON: null), whatever it says.'),
    keep: keyPaths.describe(
      'Fields whose value is not looked into. Where a field is in both lists, it is dropped.',
    ),
  })
  .describe(
    'Fields of structured bodies by key path. A plain name is meant at any depth; a path with dots starts at the root, ' +
      '"*" stands for one key, "[]" for any index, "**." at its start for any depth. What is beneath a field goes with it.',
  )

/** A file in JSON, and a file in JSON in that file. */
export const defaultBase64Depth = 2

const files = z
  .strictObject({
    metadata: z
      .enum(['strip', 'keep'], {
        error: (issue) => `${quoted(issue.input)} is not known here: write "strip" or "keep"`,
      })
      .optional()
      .describe(
        'strip: who made a file, where and with what, is taken out of office files (authors, company, revisions) and of JPEG, ' +
          'PNG and WebP images (place, camera, owner); text and pixels stay. keep: what office files say there is looked into, as all text is; what images say there ' +
          'passes unread, which the journal notes (`opaque:image`). ' +
          'HEIC, GIF and TIFF keep theirs, which is noted. Default: strip where all destinations of the rule are groups of kind "echo", otherwise keep.',
      ),
    base64Depth: z
      .number()
      .int()
      .min(0)
      .max(4)
      .default(defaultBase64Depth)
      .describe(
        'How deep files are looked for that stand in JSON as Base64, as AI assistants take them. 0: not at all.',
      ),
  })
  .describe('What is done with files: office documents, images, and what stands in JSON as Base64.')

export const connectionRuleSchema = z.strictObject({
  id: ruleId,
  match: matchSchema
    .pick({ destinations: true, clients: true, ports: true, schedule: true })
    .optional()
    .describe('When the rule applies; all given parts must fit. The last rule has none: it is the default.'),
  action: z
    .enum(['intercept', 'tunnel', 'refuse'], {
      error: (issue) => `${quoted(issue.input)} is no action: write "intercept", "tunnel" or "refuse"`,
    })
    .describe('intercept: look inside. tunnel: let it pass unread. refuse: do not connect.'),
  purpose: purposeKey(),
})

export const exchangeRuleSchema = z.strictObject({
  id: ruleId,
  match: matchSchema
    .optional()
    .describe('When the rule applies; all given parts must fit. The last rule has none: it is the default.'),
  entities: entityOperators,
  fields: fields.optional(),
  files: files.optional(),
  restore: z
    .boolean()
    .optional()
    .describe(
      'Whether tokens in answers become values again, in JSON, event streams and text; never in HTML, scripts and ' +
        'styles. Default: true where a rule tokenizes and all of its destinations are groups of kind "echo".',
    ),
  onFailure: refuseOrPass
    .default('refuse')
    .describe(
      'What happens where content cannot be read: broken, unknown coding, too deep, WebSocket messages that are no text.',
    ),
  onOpaque: refuseOrPass
    .optional()
    .describe(
      'What happens to content of a type that is not looked into: images, archives, PDF, macros in office files. Default: as onFailure.',
    ),
  onSigned: refuseOrPass
    .default('refuse')
    .describe('What happens where a body would change but is bound by a signature.'),
  onLarge: z
    .enum(['stream', 'refuse'], {
      error: (issue) => `${quoted(issue.input)} is not known here: write "stream" or "refuse"`,
    })
    .default('stream')
    .describe('What happens to a body that is too long to be held whole before it leaves.'),
  maxPersons: z
    .number()
    .int()
    .min(1)
    .max(maxCountablePersons)
    .nullable()
    .default(null)
    .describe(
      'More distinct persons than this found in one exchange, or let through in one hour from one client to one ' +
        'destination, are refused. A person is a distinct e-mail address, phone number or other number. null: no bound.',
    ),
  minScore: z
    .number()
    .min(0)
    .max(1)
    .default(0.4)
    .describe(
      'How sure a finding must be, from 0 to 1, to be acted on. What is less sure is recorded and kept, and is not counted ' +
        'as a person. 0: act on everything, the names of standards and parts that look like number plates included. Order and tracking numbers that merely look like cards stay below 0.4; a ' +
        'number whose form alone speaks for a social security number has 0.5.',
    ),
  via: z
    .boolean()
    .default(false)
    .describe('Whether a Via field is added on intercepted HTTPS (plain HTTP follows `proxy.via`).'),
  purpose: purposeKey(),
})

/** The whole policy file. */
export const policyFileSchema = z
  .strictObject({
    mode: z
      .enum(['enforce', 'observe'], {
        error: (issue) => `${quoted(issue.input)} is no mode: write "enforce" or "observe"`,
      })
      .default('enforce')
      .describe('enforce: do what the rules say. observe: decide and record, change nothing.'),
    schedules: z
      .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/), scheduleSchema)
      .default({})
      .describe('Named times that rules can refer to, in the time zone of the office.'),
    reviews: reviewsSchema
      .optional()
      .describe(
        'What a person may let through who is asked by somebody who was stopped (`gatehouse reviews`).',
      ),
    connections: z
      .array(connectionRuleSchema)
      .min(1)
      .describe('What is done with a connection before TLS ends. The first rule that fits decides.'),
    exchanges: z
      .array(exchangeRuleSchema)
      .min(1)
      .describe(
        'What is done with a request inside an intercepted connection. The first rule that fits decides.',
      ),
  })
  .superRefine((policy, context) => {
    const seen = new Set<string>()
    for (const list of ['connections', 'exchanges'] as const) {
      policy[list].forEach((rule, index) => {
        if (seen.has(rule.id)) {
          context.addIssue({
            code: 'custom',
            path: [list, index, 'id'],
            message: `"${rule.id}" is the id of another rule already`,
          })
        }
        seen.add(rule.id)
      })
    }
  })

export type PolicyFile = z.infer<typeof policyFileSchema>
export type ConnectionRuleSource = z.infer<typeof connectionRuleSchema>
export type ExchangeRuleSource = z.infer<typeof exchangeRuleSchema>

function purposeKey() {
  return z
    .string()
    .min(1)
    .max(200)
    .nullable()
    .default(null)
    .describe('What the traffic is for; shown and recorded.')
}

function operatorMistake(input: unknown): string {
  const known = `Known operators: ${operators.join(', ')}`
  if (input === undefined)
    return `is missing: say what happens to every other type, such as "*": keep. ${known}`
  return `${quoted(input)} is not an operator. ${known}`
}

function typeMistake(keys: readonly string[]): string {
  return `${keys.map(quoted).join(', ')}: no such entity type. Known types: ${entityTypeNames.join(', ')}, "*"`
}

/** A mistyped word may be repeated to whoever typed it, but never at length. */
function quoted(input: unknown): string {
  return typeof input === 'string' ? `"${input.slice(0, 40)}"` : `a ${input === null ? 'null' : typeof input}`
}
