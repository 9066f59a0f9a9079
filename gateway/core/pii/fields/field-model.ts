/** Describes the dictionary of field names: what a name tells of the value in its field, and how the value must look. */
import { z } from 'zod'
import { entityTypeNames } from '../entity.ts'

/** How a value must look for its field's name to be believed (`shapes.ts`). */
export const shapes = [
  'name',
  'full-name',
  'bare-name',
  'address',
  'street',
  'place',
  'postal-code',
  'date',
  'date-part',
  'age',
  'word',
  'phone',
  'email',
  'number',
  'checked-number',
  'lettered-number',
  'account',
  'bic',
  'security-code',
  'plate',
  'login',
  'secret',
  'token',
  'network',
  'coordinate',
  'text',
  'text-or-code',
] as const
export type Shape = (typeof shapes)[number]

/** Where a name says different things, the nearest word around it that belongs to one of these groups decides. */
const groupName = z.string().regex(/^[a-z][a-z-]*$/, 'expected a word of small letters and hyphens')

const meaningName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'expected a word of small letters, digits and underscores')

const keyList = z.array(
  z.string().min(1, 'expected a field name').max(64, 'expected a field name of at most 64 characters'),
)

const valueMeaning = z
  .strictObject({
    type: z
      .enum(entityTypeNames as [string, ...string[]], 'expected a type of personal data')
      .describe('The type of personal data that the field holds.'),
    shape: z.enum(shapes, `expected one of ${shapes.join(', ')}`).describe('How its value must look.'),
    score: z
      .number('expected a number from 0 to 1')
      .min(0, 'expected a number from 0 to 1')
      .max(1, 'expected a number from 0 to 1')
      .describe('How sure the name alone makes it.'),
    says: z.string().min(1, 'expected a few words').max(80).describe('The meaning, for people.'),
  })
  .describe('A name that says what its value is.')

const otherMeaning = z
  .strictObject({
    role: z
      .enum(
        ['ordinary', 'thing', 'prose', 'vehicle', 'silent'],
        'expected ordinary, thing, prose, vehicle or silent',
      )
      .describe(
        'ordinary: the value is something else, which speaks against weak findings. thing: the same where nothing else stands in the name, and sentences are read. prose: people write freely here. vehicle: a vehicle, which may be told by its number plate. silent: nothing is known.',
      ),
    says: z.string().min(1, 'expected a few words').max(80).describe('The meaning, for people.'),
  })
  .describe('A name that says that its value is no personal data, or free text.')

const dependentMeaning = z
  .strictObject({
    under: z
      .record(groupName, meaningName)
      .describe('What the name means beside or below a word of a group.'),
    otherwise: meaningName.describe('What it means elsewhere.'),
  })
  .describe('A name that says different things in different places.')

/** One file of `config/fields`, or the owner's own. Later files win where two say different things of one name. */
export const fieldsFileSchema = z
  .strictObject({
    meanings: z
      .record(meaningName, z.union([valueMeaning, otherMeaning, dependentMeaning]))
      .default({})
      .describe('What names can mean.'),
    groups: z.record(groupName, keyList).default({}).describe('Words around a name that tell what it is of.'),
    keys: z.record(meaningName, keyList).default({}).describe('Names of fields by what they mean.'),
  })
  .describe('Names of fields and what they tell of their values.')

/** A checked file; several of them are one dictionary. Plain data, so that a worker can be sent it. */
export type FieldsFile = z.output<typeof fieldsFileSchema>
