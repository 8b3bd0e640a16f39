import type { Issuing } from './issuing.ts'
import type { LabelDefaults } from './port.ts'

export function openLabelDefaults({ ledger }: Issuing): LabelDefaults {
	return {
		labelDefaults: () => ledger.directory().labelDefaults,
		setLabelDefault: (wanted, by) => {
			ledger.transact((say) => say({ what: 'label-default', ...wanted }, by))
		},
	}
}
