import { test } from '@playwright/test'

import { cutOff } from '../cut-off.ts'

test('a browser that was cut off for 30 s resumes with the same content', async ({ page }) => {
	await cutOff(page, /vor 3\d s/)
})
