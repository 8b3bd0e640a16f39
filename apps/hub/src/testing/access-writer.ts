import path from 'node:path'

import { openAccess } from '@lagebild/access/store.ts'
import { openSqliteStore } from '@lagebild/journal/sqlite/store.ts'
import { instant } from '@lagebild/model/time.ts'
import { pino } from 'pino'

import { AccessLog } from '../access-log.ts'

/** Says one thing after the other and prints its number when it is durable, until it is killed. */
const [folder = '', run = ''] = process.argv.slice(2)
const now = () => instant(Date.now())
const store = await openSqliteStore({ folder: path.join(folder, 'journals'), now })
const access = openAccess({ folder, now })
await AccessLog.open({ store, access, now, log: pino({ level: 'silent' }) })
for (let n = 1; ; n++) {
	access.record({ what: 'administered', credential: 'system', act: run, of: String(n) }, 'system')
	process.stdout.write(`${n}\n`)
	await new Promise((resolve) => setImmediate(resolve))
}
