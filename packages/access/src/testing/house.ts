import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import type { AccessDetail } from '@lagebild/model/access/event.ts'

import { openAccess } from '../store.ts'
import type { Access } from '../store.ts'

/** A data folder of its own with a clock that stands still, open as by one process or by several. */
export class House {
	readonly folder = mkdtempSync(path.join(tmpdir(), 'lagebild-access-'))
	clock = 1_000_000
	readonly #open: Access[] = []

	open(): Access {
		const access = openAccess({ folder: this.folder, now: () => this.clock })
		this.#open.push(access)
		return access
	}

	close(access: Access): void {
		this.#open.splice(this.#open.indexOf(access), 1)
		access.close()
	}

	/** Runs it on the tables themselves, past every rule. */
	tamper(sql: string): void {
		const database = new DatabaseSync(this.file)
		database.exec(sql)
		database.close()
	}

	get file(): string {
		return path.join(this.folder, 'access.db')
	}

	end(): void {
		for (const access of this.#open.splice(0)) access.close()
		rmSync(this.folder, { recursive: true })
	}
}

export function said(access: Access): readonly AccessDetail[] {
	return access.pending(10_000).map(({ detail }) => detail)
}
