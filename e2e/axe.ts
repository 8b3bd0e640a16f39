import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** What a person who cannot see or use a mouse would stumble over: in the dialog that is open, else in the page inside its frame. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
	const within = (await page.getByRole('dialog').count()) > 0 ? '[role="dialog"]' : 'main'
	const { violations } = await new AxeBuilder({ page }).include(within).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
	return violations
		.filter(({ impact }) => impact === 'serious' || impact === 'critical')
		.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}
