/** The words in which an SFTP session speaks with the folder behind it, so that the library's stay in one file. */

export type SftpRequest =
  | { kind: 'realpath'; path: string }
  | { kind: 'stat'; path: string }
  | { kind: 'stat-handle'; handle: number }
  | { kind: 'open'; path: string; mode: OpenMode }
  | { kind: 'write'; handle: number; at: number; bytes: Uint8Array }
  | { kind: 'close'; handle: number }
  | { kind: 'rename'; from: string; to: string }
  /** Times and permissions, which a sealed file does not have. */
  | { kind: 'set-attributes' }
  /** Reading, listing, removing, making folders and links. */
  | { kind: 'forbidden' }

export interface OpenMode {
  read: boolean
  write: boolean
  append: boolean
}

export type SftpAnswer =
  | { kind: 'done' }
  | { kind: 'opened'; handle: number }
  | { kind: 'path'; path: string }
  | { kind: 'attributes'; isFolder: boolean; bytes: number }
  /** `message` is for a person and holds nothing that came from the device. */
  | { kind: 'refused'; status: SftpRefusal; message: string }

export type SftpRefusal = 'no-such-file' | 'permission-denied' | 'failure'

/** What a session talks to. Requests come one after the other. */
export interface SftpFolder {
  answer(request: SftpRequest): Promise<SftpAnswer>
  /** The session is over: what is not closed is not kept. */
  end(): Promise<void>
}

/** A session as it is spoken with the device. */
export interface SftpChannel {
  /** To be called at once. */
  listen(listeners: { request(id: number, request: SftpRequest): void; end(): void }): void
  answer(id: number, answer: SftpAnswer): void
  /** About how much of the answers the device has not taken yet. */
  readonly unreadBytes: number
}
