import { randomUUID } from 'node:crypto'

import { operationAfter } from '@lagebild/model/operation-history.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import { changeFault, changesNothing, detailsOf } from '../operation-change.ts'
import type { ChangeRequest, EpochRequest, RegrantRequest } from '../port.ts'
import { rewrite } from './page.ts'
import type { Errand, Page } from './page.ts'
import { integer } from './rows.ts'

/** J17. */
export function changing({ change, by, reason }: ChangeRequest): Errand<Result<Operation>> {
	return {
		work: async (page) => {
			const fault = changeFault(page.operation, change)
			if (fault) return fail(fault)
			if (changesNothing(page.operation, change)) return ok(page.operation)
			const event = await page.say({ op: change.op, by, details: detailsOf(change), ...(reason !== undefined && { reason }) })
			const after = operationAfter(page.operation, event)
			await page.rows({
				text: 'UPDATE lagebild.operations SET body = $2, state = $3 WHERE no = $1',
				values: [page.op, JSON.stringify(after), after.state],
			})
			return ok(after)
		},
		done: ({ operation }) => ok(operation),
	}
}

/** J21. */
export function regranting({ credential, version, ended = false, by, reason }: RegrantRequest): Errand<boolean> {
	return {
		work: async (page) => {
			if (await isGranted(page, { credential, version, ended })) return false
			await page.say({
				op: 'regranted',
				by,
				details: { credential, version, ...(ended && { ended }) },
				...(reason !== undefined && { reason }),
			})
			await page.rows({
				text: `INSERT INTO lagebild.grants (op, credential, version, ended) VALUES ($1, $2, $3, $4)
					ON CONFLICT (op, credential) DO UPDATE SET version = excluded.version, ended = excluded.ended`,
				values: [page.op, credential, version, ended],
			})
			return true
		},
		done: () => true,
	}
}

type Grant = { readonly credential: string; readonly version: number; readonly ended: boolean }

/** It is so already, or was overtaken by a newer version. */
async function isGranted({ rows, op }: Page, { credential, version, ended }: Grant): Promise<boolean> {
	const [row] = await rows({
		text: 'SELECT version, ended FROM lagebild.grants WHERE op = $1 AND credential = $2',
		values: [op, credential],
	})
	if (!row) return false
	const held = integer(row, 'version')
	return version < held || (version === held && (row['ended'] === true || !ended))
}

/** J12. */
export function beginning({ by, reason, after }: EpochRequest): Errand<void> {
	return {
		work: async (page) => {
			if (after !== undefined && page.epoch !== after) return
			const epoch = randomUUID()
			const details = { epoch, previousEpoch: page.epoch, fromSeq: page.seq, fromHash: page.hash }
			await page.say({ op: 'restored', by, reason, details })
			await page.rows({ text: 'UPDATE lagebild.operations SET epoch = $2 WHERE no = $1', values: [page.op, epoch] })
			await rewrite(page)
		},
		done: () => undefined,
	}
}
