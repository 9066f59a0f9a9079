/** Names a bundle of types where it stands in a table or a list; what has no word of its own stands as rules write it. */
import { useI18n } from '../../i18n/i18n.tsx'
import type { Bundle } from './asked.ts'
import { bundleName } from './words.ts'

export function BundleTitle({ bundle }: { bundle: Bundle }) {
  const { t } = useI18n()
  const name = bundleName(bundle, t)
  return name === bundle.types[0] ? <code>{name}</code> : name
}
