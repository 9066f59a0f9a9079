/** What routes, pages and commands may ask of what is done against trackers. */
import type { ListedName, TrackerGroup } from '../../core/trackers/compile.ts'

export interface TrackerServices {
  readonly trackers: TrackerDesk
}

export interface TrackerDesk {
  /** Cheap: asked by every view of the first page. */
  status(): TrackerStatus
  /** What becomes of a host, and of one client's connections to it where one is named. Throws USAGE for what is no host or client. */
  test(question: TrackerQuestion): TrackerAnswer
}

export interface TrackerListStatus {
  name: string
  file: string
  hosts: number
  exceptions: number
  notApplied: number
  firstNotApplied: readonly number[]
  /** Connections and requests that it refused since the start. */
  refused: number
}

export interface TrackerStatus {
  /** `off`: no group chose anything. `observe`: the policy's mode, in which nothing of it is done. */
  state: 'on' | 'off' | 'observe'
  /** The last one is everybody else. */
  groups: readonly TrackerGroup[]
  lists: readonly TrackerListStatus[]
  /** Why lists were left out, each a sentence. */
  leftOut: readonly string[]
  /** Names of parameters that are taken out. */
  parameters: number
  /** Destinations where nothing of it is done. */
  except: readonly string[]
  /** Milliseconds since 1970: from when on is counted; null where nothing runs that could count. */
  since: number | null
  refused: number
  removedParameters: number
}

export interface TrackerQuestion {
  host: string
  /** An address, or `user:anna`; null: nobody in particular. */
  client: string | null
}

export interface TrackerAnswer {
  /** As it is compared. */
  host: string
  listed: ListedName | null
  /** By `trackers.except`. */
  isExcepted: boolean
  /** By `gatehouse policy allow`. */
  isAllowed: boolean
  /** Groups that are kept from it, as far as no rule of the policy says otherwise; null: everybody else. */
  refusedFor: readonly (string | null)[]
  /** null where nobody was named. */
  client: null | {
    group: string | null
    action: 'intercept' | 'tunnel' | 'refuse'
    ruleId: string
    gpc: boolean
    parameters: boolean
  }
}
