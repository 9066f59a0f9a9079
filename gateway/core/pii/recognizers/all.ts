/** Lists every recognizer there is, per trigger in the order of certainty: the first that finds something is right. */
import { ageKey } from './age-key.ts'
import { pemKey } from './pem-key.ts'
import { puttyKey } from './putty-key.ts'
import type { Recognizer } from './recognizer.ts'
import { secretRecognizers } from './secrets/secret.ts'
import { structuralRecognizers } from './structural.ts'
import { toldDiagnosis } from './told-diagnosis.ts'

export const recognizers: readonly Recognizer[] = [
  ...structuralRecognizers,
  toldDiagnosis,
  pemKey,
  puttyKey,
  ageKey,
  ...secretRecognizers,
]
