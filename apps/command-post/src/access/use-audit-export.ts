import { useState } from 'react'

import { auditPage } from './api.ts'

const PAGE = '1000'

/** Every entry, oldest first, one a line. Undefined: the hub did not give them all. */
async function wholeTrail(): Promise<string | undefined> {
	const lines: string[] = []
	let before: number | undefined
	for (;;) {
		const answer = await auditPage({ limit: PAGE, ...(before !== undefined && { before: String(before) }) })
		if (!answer.ok) return undefined
		lines.push(...answer.value.entries.map((entry) => JSON.stringify(entry)))
		before = answer.value.next
		if (before === undefined) return `${lines.toReversed().join('\n')}\n`
	}
}

/** Hands the whole trail to the person as a file. */
export function useAuditExport(): { readonly saving: boolean; readonly failed: boolean; readonly save: () => Promise<void> } {
	const [state, setState] = useState<'idle' | 'saving' | 'failed'>('idle')
	const save = async () => {
		setState('saving')
		const text = await wholeTrail()
		setState(text === undefined ? 'failed' : 'idle')
		if (text !== undefined) hand(text)
	}
	return { saving: state === 'saving', failed: state === 'failed', save }
}

function hand(text: string): void {
	const url = URL.createObjectURL(new Blob([text], { type: 'application/x-ndjson' }))
	const link = document.createElement('a')
	link.href = url
	link.download = 'access.ndjson'
	link.click()
	URL.revokeObjectURL(url)
}
