import { OperationId } from '@lagebild/model/ids.ts'

import { openPostgresStore } from '../postgres/store.ts'
import { openSqliteStore } from '../sqlite/store.ts'
import { FLOOD, report } from './fixtures.ts'

/**
 * A process to be killed: `node appender.ts FOLDER FIRST COUNT WRITERS [DATABASE]`. Appends COUNT events by WRITERS parallel writers and writes the
 * number of each, or `fault NAME`, on a line of its own once it is answered.
 */
const [folder = '', first = '0', count = '0', writers = '1', url] = process.argv.slice(2)
const store =
	url === undefined
		? await openSqliteStore({ folder, now: () => Date.now() })
		: await openPostgresStore({ url, node: `appender-${process.pid}`, keyFolder: folder })
const journal = (await store.open(OperationId.parse(FLOOD.id))) ?? (await created())
const next = Iterator.from(Array.from({ length: Number(count) }, (_, i) => Number(first) + i))
await Promise.all(Array.from({ length: Number(writers) }, async () => write()))
await store.close()
process.stdout.write('done\n')

async function created() {
	const result = await store.create(FLOOD)
	if (!result.ok) throw new Error(result.fault.message)
	return result.value
}

async function write(): Promise<void> {
	for (const n of next) {
		const answer = await journal.append(report({ n, credential: `writer-${n % 20}` }))
		process.stdout.write(answer.ok ? `${n}\n` : `fault ${answer.fault.fault} ${n}\n`)
	}
}
