/** A backup or restore that cannot be, for a reason that a person can do something about. */
export class BackupRefusal extends Error {}
