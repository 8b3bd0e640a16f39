import { Fault } from '@lagebild/model/fault.ts'
import { MasterDataReport } from '@lagebild/model/master-data.ts'
import type { MasterDataList, MasterDataMapping } from '@lagebild/model/master-data.ts'
import type { Language } from '@lagebild/ui/formats.ts'

import { operationPath } from '../api/http.ts'

export type ImportCall = {
	readonly operation: string
	readonly list: MasterDataList
	readonly file: File
	/** Absent: guessed by the hub. */
	readonly mapping: MasterDataMapping | undefined
	readonly dryRun: boolean
	readonly endMissing: boolean
	readonly confirmMissing: boolean
	readonly language: Language
}

export type ImportReply =
	| { readonly state: 'ok'; readonly report: MasterDataReport }
	| { readonly state: 'refused'; readonly message: string }
	| { readonly state: 'unreachable' }

/** Five megabytes over a slow link, read, compared and written. */
const TIMEOUT_MS = 120_000

/** The file as it is; what its bytes mean, the hub decides. */
export async function sendList(call: ImportCall): Promise<ImportReply> {
	try {
		const response = await fetch(`${operationPath(call.operation, 'master-data')}?${queryOf(call).toString()}`, {
			method: 'POST',
			body: await call.file.arrayBuffer(),
			headers: { 'content-type': 'text/csv' },
			cache: 'no-store',
			credentials: 'same-origin',
			signal: AbortSignal.timeout(TIMEOUT_MS),
		})
		const body: unknown = await response.json()
		if (response.ok) return { state: 'ok', report: MasterDataReport.parse(body) }
		const told = Fault.safeParse(body)
		return told.success ? { state: 'refused', message: told.data.message } : { state: 'unreachable' }
	} catch {
		return { state: 'unreachable' }
	}
}

function queryOf({ list, file, mapping, dryRun, endMissing, confirmMissing, language }: ImportCall): URLSearchParams {
	const query = new URLSearchParams({
		list,
		language,
		dryRun: String(dryRun),
		endMissing: String(endMissing),
		confirmMissing: String(confirmMissing),
	})
	const name = file.name.trim().slice(0, 200)
	if (name !== '') query.set('file', name)
	if (mapping) query.set('mapping', JSON.stringify(mapping))
	return query
}

export function templatePath(list: MasterDataList): string {
	return `/api/v1/master-data/${list}/template.csv`
}

/** Hands a text to the person as a file. */
export function saveText(name: string, text: string, type = 'text/csv'): void {
	const url = URL.createObjectURL(new Blob([text], { type }))
	const link = document.createElement('a')
	link.href = url
	link.download = name
	link.click()
	URL.revokeObjectURL(url)
}
