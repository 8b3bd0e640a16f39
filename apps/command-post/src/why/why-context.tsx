import { createContext, use, useMemo, useState } from 'react'
import type { ReactNode } from 'react'

import type { Thing } from '../state/facts.ts'
import { WhyDialog } from './why-dialog.tsx'

type Ask = (field: string) => void

const WhyContext = createContext<Ask | undefined>(undefined)

/** Opens the answer to "why?" for a field of the thing around; undefined where nobody answers. */
export function useAskWhy(): Ask | undefined {
	return use(WhyContext)
}

/** Everything inside may ask why the thing shows what it shows. */
export function WhyScope({ thing, children }: { readonly thing: Thing; readonly children: ReactNode }) {
	const [field, setField] = useState<string>()
	const ask = useMemo<Ask>(() => (next) => setField(next), [])
	return (
		<WhyContext value={ask}>
			{children}
			{field !== undefined && <WhyDialog thing={thing} field={field} onClose={() => setField(undefined)} />}
		</WhyContext>
	)
}
