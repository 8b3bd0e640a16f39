import { useState } from 'react'

/** The whole journal of access with its chain, as it can be verified; undefined: the hub did not give all of it. */
async function wholeTrail(): Promise<Blob | undefined> {
	try {
		const response = await fetch('/api/v1/audit', {
			headers: { accept: 'application/x-ndjson' },
			cache: 'no-store',
			credentials: 'same-origin',
		})
		return response.ok ? await response.blob() : undefined
	} catch {
		return undefined
	}
}

/** Hands the whole trail to the person as a file. */
export function useAuditExport(): { readonly saving: boolean; readonly failed: boolean; readonly save: () => Promise<void> } {
	const [state, setState] = useState<'idle' | 'saving' | 'failed'>('idle')
	const save = async () => {
		setState('saving')
		const trail = await wholeTrail()
		setState(trail === undefined ? 'failed' : 'idle')
		if (trail !== undefined) hand(trail)
	}
	return { saving: state === 'saving', failed: state === 'failed', save }
}

function hand(trail: Blob): void {
	const url = URL.createObjectURL(trail)
	const link = document.createElement('a')
	link.href = url
	link.download = 'access.ndjson'
	link.click()
	URL.revokeObjectURL(url)
}
