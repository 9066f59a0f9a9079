/** Trains the tagger of names and addresses: `node scripts/prose/train.ts --corpus DIR --packages DIR --out FILE`. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readAnnotated } from './annotated.ts'
import { makeHashedLists } from './hashed-lists.ts'
import { readNameLists } from './name-lists.ts'
import { ExampleMaker, forgottenShare, makeGenerated, trainModel } from './training.ts'

/**
 * `--corpus`: the folder with `dev/*.jsonl` of annotated texts. `--packages`: a folder in which npm installed the packages
 * that `MODEL_CARD.md` names. `--without a,b`: sets (names of files) that are left out. The same input gives the same file.
 */
const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    packages: { type: 'string' },
    out: { type: 'string' },
    without: { type: 'string', default: '' },
  },
})
if (values.corpus === undefined || values.packages === undefined || values.out === undefined) {
  console.error('train: --corpus DIR --packages DIR --out FILE')
  process.exit(2)
}
const without = new Set(values.without.split(',').filter((set) => set !== ''))
const lists = await readNameLists(values.packages)
const hashed = makeHashedLists(lists)
const maker = new ExampleMaker(hashed)
const annotated = (await readAnnotated(join(values.corpus, 'dev'))).filter(({ set }) => !without.has(set))
const generated = await makeGenerated(lists, values.packages)
const examples = [
  ...generated.flatMap((text) => maker.examples(text, 1, forgottenShare)),
  ...annotated.flatMap((text) => maker.examples(text, 1)),
]
const model = trainModel(examples, hashed)
await writeFile(values.out, model)
console.error(
  `train: ${annotated.length} annotated and ${generated.length} generated texts, ${model.length} bytes`,
)
