/** Says which file the policy is read from, and which one a new version is written to. */
import { access } from 'node:fs/promises'
import { readPolicyBytes, shippedPolicy, versionOf } from '../../config/load-policy.ts'
import type { Config } from '../../config/schema.ts'
import type { PolicyOverview } from '../api/services/policy.ts'
import { dataPaths } from './paths.ts'

export interface PolicyPlace {
  file: string
  source: PolicyOverview['source']
  /** The shipped file is the program's, and never written. */
  target: string
}

export interface PolicyOnDisk extends PolicyPlace {
  bytes: Uint8Array
  version: string
}

/** What the configuration names, else what was published, else the shipped one. */
export async function policyPlace(config: Config): Promise<PolicyPlace> {
  const { file } = config.policy
  if (file !== null) return { file, source: 'named', target: file }
  const { policy: own } = dataPaths(config)
  // Where it cannot be looked at, reading it says why: the shipped one must not stand in for what somebody published.
  const isThere = await access(own).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  )
  return isThere
    ? { file: own, source: 'own', target: own }
    : { file: shippedPolicy, source: 'shipped', target: own }
}

/** Right or wrong. Throws CONFIG_NOT_FOUND, CONFIG_UNREADABLE. */
export async function policyOnDisk(config: Config): Promise<PolicyOnDisk> {
  const place = await policyPlace(config)
  const bytes = await readPolicyBytes(place.file)
  return { ...place, bytes, version: versionOf(bytes) }
}
