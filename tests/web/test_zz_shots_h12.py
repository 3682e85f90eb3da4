import sys
sys.path.insert(0,'/work/main')
from pathlib import Path
from tests.web.test_sign_in_in_a_browser import *
from tests.browser.picture import take
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=lambda d: d.name)
def test_shot(serve, open_page, device):
    page = open_page(serve(demo=True), device)
    page.goto("/sign-in"); take(page, Path(f"/tmp/h12/{device.name}.png"), full_page=True)
    page.get_by_role("button", name="Sign in").click()
    for s in page.locator("summary").all(): s.click()
    take(page, Path(f"/tmp/h12/{device.name}-error.png"), full_page=True)
