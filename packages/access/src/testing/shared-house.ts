import type { DatabaseSync } from 'node:sqlite'

import { openReplica } from '../replica/open.ts'
import { accessOver } from '../store.ts'
import type { Access } from '../store.ts'

export type Hub = { readonly access: Access; readonly database: DatabaseSync; readonly heard: string[] }

/** Hubs that share the access of one PostgreSQL database, with a clock that stands still. */
export class SharedHouse {
	readonly url: string
	clock = 1_000_000
	readonly #open: Hub[] = []

	constructor(url: string) {
		this.url = url
	}

	async open(node: string, url = this.url): Promise<Hub> {
		const heard: string[] = []
		const { ledger, replica } = await openReplica({
			url,
			node,
			now: () => this.clock,
			onAway: (away) => heard.push(away ? 'away' : 'back'),
			onRebuilt: () => heard.push('rebuilt'),
			onFatal: (error) => heard.push(`fatal: ${error.message}`),
		})
		const hub = { access: accessOver(ledger, replica), database: ledger.database, heard }
		this.#open.push(hub)
		return hub
	}

	end(): void {
		for (const { access } of this.#open.splice(0)) access.close()
	}
}

/** All that is in the tables. */
export function tablesOf(database: DatabaseSync): Readonly<Record<string, unknown>> {
	const names = database.prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite%' order by name").all()
	const rows: readonly (readonly [string, unknown])[] = ['sqlite_sequence', ...names.map(({ name }) => String(name))].map((name) => [
		name,
		database.prepare(`select * from ${name}`).all(),
	])
	return Object.fromEntries(rows)
}
