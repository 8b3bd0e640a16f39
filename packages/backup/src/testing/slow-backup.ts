import { openSqliteSource } from '@lagebild/journal/backup/sqlite-source.ts'

import { makeBackup } from '../make-backup.ts'

/** Begins a backup, says so when a journal is half written, and goes no further: to be killed. */
const [dataFolder = '', folder = ''] = process.argv.slice(2)
const source = openSqliteSource(`${dataFolder}/journals`)
setInterval(() => undefined, 60_000)
await makeBackup({
	dataFolder,
	folder,
	configuration: {},
	version: '0',
	now: Date.now,
	source: {
		...source,
		page: (operation, after) => {
			if (after === 0) return source.page(operation, after, 100)
			process.stdout.write('half\n')
			return new Promise(() => undefined)
		},
	},
})
