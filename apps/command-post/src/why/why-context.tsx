import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { createContext, use, useMemo, useState } from 'react'
import type { ReactNode } from 'react'

import type { Thing } from '../state/facts.ts'
import { WhyDialog } from './why-dialog.tsx'

type Ask = { readonly kind: EntityKind; readonly ask: (field: string) => void }

const WhyContext = createContext<Ask | undefined>(undefined)

/** Opens the answer to "why?" for a field of the thing around; undefined where nobody answers. */
export function useAskWhy(): Ask | undefined {
	return use(WhyContext)
}

/** Everything inside may ask why the thing shows what it shows. */
export function WhyScope({ thing, children }: { readonly thing: Thing; readonly children: ReactNode }) {
	const [field, setField] = useState<string>()
	const { kind } = thing.row
	const ask = useMemo<Ask>(() => ({ kind, ask: setField }), [kind])
	return (
		<WhyContext value={ask}>
			{children}
			{field !== undefined && <WhyDialog thing={thing} field={field} onClose={() => setField(undefined)} />}
		</WhyContext>
	)
}
