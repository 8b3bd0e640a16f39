import { lazy, Suspense } from 'react'
import type { ReactNode } from 'react'

import { Opener } from './opener.tsx'

type Props = { readonly label: string; readonly trigger: ReactNode; readonly children: ReactNode }

const fetchSheets = () => import('./sheets.tsx')
const PopoverSheet = lazy(async () => ({ default: (await fetchSheets()).PopoverSheet }))
const ModalSheet = lazy(async () => ({ default: (await fetchSheets()).ModalSheet }))
const prepare = () => void fetchSheets()

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

type ModalProps = { readonly label: string; readonly open: boolean; readonly onClose: () => void; readonly children: ReactNode }

export function ModalDialog({ open, ...sheet }: ModalProps) {
	return open ? (
		<Suspense>
			<ModalSheet {...sheet} />
		</Suspense>
	) : null
}
