/** Lists the commands of `gatehouse`. Each is loaded when it is asked for, so that help and checks start at once. */
import type { Command, CommandGroup } from './command.ts'

interface Entry {
  summary: string
  load(): Promise<Command | CommandGroup>
}

export const commands: Readonly<Record<string, Entry>> = {
  start: {
    summary: 'run the gateway in the foreground',
    load: async () => (await import('./start.ts')).startCommand,
  },
  status: {
    summary: 'say whether it runs, where, and what needs attention',
    load: async () => (await import('./status.ts')).statusCommand,
  },
  reload: {
    summary: 'take configuration and policy over without dropping a connection',
    load: async () => (await import('./reload.ts')).reloadCommand,
  },
  doctor: {
    summary: 'look at ports, clock, disk, authorities, store and configuration',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
  config: {
    summary: 'check, read and change the configuration',
    load: async () => (await import('./config.ts')).configCommands,
  },
  policy: {
    summary: 'check the policy, and try it on a request or on last week',
    load: async () => (await import('./policy.ts')).policyCommands,
  },
  journal: {
    summary: 'read the record of exchanges, and how much of them was looked into',
    load: async () => (await import('./journal.ts')).journalCommands,
  },
  device: {
    summary: 'add devices, list them, show one, revoke one',
    load: async () => (await import('./device.ts')).deviceCommands,
  },
  telemetry: {
    summary: 'show what a device reported',
    load: async () => (await import('./telemetry.ts')).telemetryCommands,
  },
  vault: {
    summary: 'list sealed files, get and export them',
    load: async () => (await import('./vault.ts')).vaultCommands,
  },
  incident: {
    summary: 'see alarms, acknowledge and close them',
    load: async () => (await import('./incident.ts')).incidentCommands,
  },
  proposals: {
    summary: 'see which programs refuse our certificates, and answer',
    load: async () => (await import('./proposals.ts')).proposalCommands,
  },
  reviews: {
    summary: 'see who was stopped and asks about it, and answer',
    load: async () => (await import('./reviews.ts')).reviewCommands,
  },
  originals: {
    summary: 'see requests as they were before they were changed, and send one again',
    load: async () => (await import('./originals.ts')).originalCommands,
  },
  user: {
    summary: 'say who may sign in to pages and API, and in which role',
    load: async () => (await import('./user.ts')).userCommands,
  },
  'api-key': {
    summary: 'say which programs may read over the API, and what',
    load: async () => (await import('./api-key.ts')).apiKeyCommands,
  },
  session: {
    summary: 'see who is signed in to the pages, end it',
    load: async () => (await import('./session.ts')).sessionCommands,
  },
  proxy: {
    summary: 'say who may log in to the proxy',
    load: async () => (await import('./proxy.ts')).proxyCommands,
  },
  setup: {
    summary: 'say how machines and programs are set up to use the gateway',
    load: async () => (await import('./setup.ts')).setupCommands,
  },
  clients: {
    summary: 'see the machines of the office, name them, cut one off',
    load: async () => (await import('./clients.ts')).clientCommands,
  },
  network: {
    summary: 'take the web traffic of clients that know no proxy',
    load: async () => (await import('./network.ts')).networkCommands,
  },
  trackers: {
    summary: 'see what is done against trackers, and test a host',
    load: async () => (await import('./trackers.ts')).trackerCommands,
  },
  token: {
    summary: 'see which tokens are kept, what one stands for, whose copies leaked',
    load: async () => (await import('./token.ts')).tokenCommands,
  },
  sweep: {
    summary: 'see what is due to be destroyed, destroy it, list sweeps',
    load: async () => (await import('./sweep.ts')).sweepCommands,
  },
  hold: {
    summary: 'keep something from being destroyed',
    load: async () => (await import('./hold.ts')).holdCommands,
  },
  proof: {
    summary: 'show and verify proofs of deletion',
    load: async () => (await import('./proof.ts')).proofCommands,
  },
  ledger: {
    summary: 'read and verify the record of what was done',
    load: async () => (await import('./ledger.ts')).ledgerCommands,
  },
  ca: {
    summary: 'look at the certificate authorities, export and renew them',
    load: async () => (await import('./ca.ts')).caCommands,
  },
  keyring: {
    summary: 'look at the keys, change the root key',
    load: async () => (await import('./keyring.ts')).keyringCommands,
  },
  recovery: {
    summary: 'print the recovery kit, try it, and open the data folder with it',
    load: async () => (await import('./recovery.ts')).recoveryCommands,
  },
}
