import { restoreBackup } from '../restore-backup.ts'

/** Restores, and says when it begins: to be killed at any moment. */
const [backup = '', dataFolder = ''] = process.argv.slice(2)
process.stdout.write('begins\n')
await restoreBackup({ backup, dataFolder, by: 'test', now: Date.now })
