import type { OwnAccount } from '@lagebild/model/access/http.ts'
import { useState } from 'react'
import type { ReactNode } from 'react'

import type { Answer } from './call.ts'
import { ProofDialog } from './proof-dialog.tsx'

type Asking = { readonly answered: (proven: boolean) => void }

/** Work that may need a proof of who sits here: where the hub asks for one it is got, and the work goes on. */
export function useProof(account: OwnAccount): {
	readonly proven: <T>(work: () => Promise<Answer<T>>) => Promise<Answer<T>>
	/** To be rendered beside what uses it. */
	readonly dialog: ReactNode
} {
	const [asking, setAsking] = useState<Asking>()
	const ask = () =>
		new Promise<boolean>((resolve) => {
			setAsking({ answered: resolve })
		})
	const close = (proven: boolean) => {
		setAsking(undefined)
		asking?.answered(proven)
	}
	const proven = async <T,>(work: () => Promise<Answer<T>>): Promise<Answer<T>> => {
		const answer = await work()
		return asksForProof(answer) && (await ask()) ? work() : answer
	}
	return { proven, dialog: <ProofDialog account={account} open={asking !== undefined} onClose={close} /> }
}

function asksForProof(answer: Answer<unknown>): boolean {
	return !answer.ok && typeof answer.refusal.fault === 'object' && answer.refusal.fault.fault === 'prove-again'
}
