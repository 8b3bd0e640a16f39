import type { EntityId } from '@lagebild/model/ids.ts'

import { UnitPanel } from '../picture/unit-panel.tsx'
import { useFacts } from '../state/react.ts'
import { HandOver } from './hand-over-form.tsx'
import { StrengthForm } from './strength-form.tsx'
import { SuppliesForm } from './supplies-form.tsx'

/** What the picture says of this unit, and what the crew says anew: who is there, and what is left. */
export function CrewPage({ unit: id }: { readonly unit: EntityId }) {
	const unit = useFacts(({ picture }) => picture.unit)
	return (
		<>
			<UnitPanel unit={id} />
			{unit && <StrengthForm unit={unit} />}
			{unit && <SuppliesForm unit={unit} />}
			{unit && <HandOver unit={unit} />}
		</>
	)
}
