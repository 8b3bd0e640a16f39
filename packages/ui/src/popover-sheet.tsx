import type { ReactNode, RefObject } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Popover as AriaPopover } from 'react-aria-components/Popover'

import styles from './popover.module.css'

type Props = {
	readonly label: string
	readonly trigger: RefObject<HTMLElement | null>
	readonly onClose: () => void
	readonly children: ReactNode
}

/** What the button of a popover opens. */
export function PopoverSheet({ label, trigger, onClose, children }: Props) {
	return (
		<AriaPopover
			className={styles.popover ?? ''}
			triggerRef={trigger}
			placement="bottom end"
			offset={8}
			isOpen
			onOpenChange={(open) => !open && onClose()}
		>
			<Dialog className={styles.dialog ?? ''} aria-label={label}>
				{children}
			</Dialog>
		</AriaPopover>
	)
}
