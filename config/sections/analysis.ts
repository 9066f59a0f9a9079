/** What is looked for in what leaves: whose countries' numbers, and which names of fields tell what they hold. */
import { z } from 'zod'
import { packNames } from '../../gateway/core/pii/packs.ts'
import { path } from '../kinds.ts'

const anExpectedChoice = 'auto, all, or a list of countries such as [DE, AT, CH]'

export const analysisSchema = z
  .strictObject({
    packs: z
      .union(
        [
          z.enum(['auto', 'all']),
          z
            .array(
              z
                .string()
                .overwrite((value) => value.toUpperCase())
                .refine((value) => packNames.includes(value), `expected one of ${packNames.join(', ')}`),
            )
            .max(packNames.length),
        ],
        `expected ${anExpectedChoice}`,
      )
      .default('auto')
      .describe(
        'Countries whose own numbers (identity, tax, insurance, documents, companies) are recognised. `auto`: those of `office.country` and the countries it deals with most, or all while it is not set. Addresses, phones, cards and bank accounts are recognised whatever stands here.',
      )
      .meta({ 'x-expected': anExpectedChoice }),
    fields: path()
      .nullable()
      .default(null)
      .describe(
        "The office's own dictionary of field names, in the form of `config/fields/*.yaml`; what it says goes before the shipped one.",
      ),
  })
  .prefault({})
  .describe('What is looked for.')
