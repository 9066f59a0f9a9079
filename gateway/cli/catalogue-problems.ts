/** Says what in the catalogue of destinations is too old to rely on, and where it stands. */
import type { LoadedFile } from '../../config/load-policy.ts'
import { formatPath } from '../../config/problems.ts'
import { clock } from '../app/clock.ts'
import type { Catalogue } from '../core/policy/catalogue.ts'
import { checkCatalogue } from '../core/policy/catalogue-view.ts'

/** Warnings, all of them. */
export function catalogueProblems(catalogue: LoadedFile<Catalogue>) {
  return checkCatalogue(catalogue.value, clock.now()).map(({ path, message, hint }) => ({
    ...{ file: catalogue.file, path: formatPath(path), message, hint },
    ...catalogue.locate(path),
  }))
}
