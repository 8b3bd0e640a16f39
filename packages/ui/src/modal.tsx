import type { ReactNode } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'

import styles from './popover.module.css'

type Props = { readonly label: string; readonly open: boolean; readonly onClose: () => void; readonly children: ReactNode }

export function ModalDialog({ label, open, onClose, children }: Props) {
	return (
		<ModalOverlay className={styles.scrim ?? ''} isOpen={open} isDismissable onOpenChange={(next) => !next && onClose()}>
			<Modal className={styles.modal ?? ''}>
				<Dialog className={styles.dialog ?? ''} aria-label={label}>
					{children}
				</Dialog>
			</Modal>
		</ModalOverlay>
	)
}
