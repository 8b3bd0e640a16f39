import type { ReactNode } from 'react'

import { fetched } from './fetched.tsx'
import { Opener } from './opener.tsx'

type Props = { readonly label: string; readonly trigger: ReactNode; readonly children: ReactNode }

const { prepare, Component: PopoverSheet } = fetched(async () => (await import('./popover-sheet.tsx')).PopoverSheet)

/** A button of `trigger` and the small panel it opens. */
export function Popover({ label, trigger, children }: Props) {
	return (
		<Opener kind="dialog" trigger={trigger} prepare={prepare}>
			{({ trigger: button, onClose }) => (
				<PopoverSheet label={label} trigger={button} onClose={onClose}>
					{children}
				</PopoverSheet>
			)}
		</Opener>
	)
}
