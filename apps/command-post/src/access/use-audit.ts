import type { AuditEntry } from '@lagebild/model/access/http.ts'
import { useCallback, useState } from 'react'

import { auditPage } from './api.ts'
import type { AuditWhat } from './audit-filter.ts'
import { useRemote } from './use-remote.ts'
import type { Remote } from './use-remote.ts'

const PAGE = '100'
const RENEW_MS = 10_000

/** `what`: the filter that they were asked for under. */
type Older = { readonly what: AuditWhat | ''; readonly entries: readonly AuditEntry[]; readonly next: number | undefined }

/** The newest page, renewed, and as many older ones as were asked for. */
export function useAudit(what: AuditWhat | ''): Remote<readonly AuditEntry[]> & {
	readonly next: number | undefined
	readonly more: () => Promise<void>
} {
	const [kept, setOlder] = useState<Older>()
	const load = useCallback(() => auditPage(queryOf(what)), [what])
	const { value, refusal, reload } = useRemote(load, RENEW_MS)
	const older = kept?.what === what ? kept : undefined
	const next = older ? older.next : value?.next
	const more = async () => {
		if (next === undefined) return
		const answer = await auditPage({ ...queryOf(what), before: String(next) })
		if (!answer.ok) return
		const before = older?.entries ?? value?.entries ?? []
		setOlder({ what, entries: [...before, ...answer.value.entries], next: answer.value.next })
	}
	return { value: value && joined(value.entries, older?.entries ?? []), refusal, reload, next, more }
}

function queryOf(what: AuditWhat | ''): Readonly<Record<string, string>> {
	return what === '' ? { limit: PAGE } : { limit: PAGE, what }
}

/** Newest first, each once. */
function joined(newest: readonly AuditEntry[], older: readonly AuditEntry[]): readonly AuditEntry[] {
	const known = new Set(newest.map(({ seq }) => seq))
	return [...newest, ...older.filter(({ seq }) => !known.has(seq))]
}
