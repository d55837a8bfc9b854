"""Conversations in each state, played on a running gateway beside scripted services."""

from tests.integration.mobile_api.conftest import Borrower, Gateway


async def play(gateway: Gateway) -> None:
    talking = await gateway.talking_borrower()
    await talking.say("hello", "我想借三万")
    device = {"platform": "android", "token": "t" * 40}
    (await talking.http.put("/devices/installation-0001", json=device)).raise_for_status()
    for state in ("queued", "claimed", "returned", "closed"):
        await hand_over(gateway, await gateway.talking_borrower(), state)
    gateway.dialogue.down = True
    waiting = await gateway.talking_borrower()
    await waiting.post("unanswered", "还在吗")


async def hand_over(gateway: Gateway, borrower: Borrower, state: str) -> None:
    await borrower.say("before", "我想借三万")
    await borrower.say("ask", "我要人工")
    if state == "queued":
        await borrower.say("later", "在吗")
        return
    desk = await gateway.staff(f"staff-of-{state}")
    queue = (await desk.get("/desk/handoffs")).raise_for_status().json()["handoffs"]
    handoff = next(one for one in queue if one["conversation_id"] == borrower.conversation)
    (await desk.post(f"/desk/handoffs/{handoff['id']}/claim")).raise_for_status()
    said = {"client_id": "staff", "text": "您好，我来帮您"}
    (await desk.post(f"/desk/conversations/{borrower.conversation}/messages", json=said)).raise_for_status()
    if state != "claimed":
        body = {"return_to_bot": state == "returned", "note": "说清楚了"}
        (await desk.post(f"/desk/handoffs/{handoff['id']}/resolve", json=body)).raise_for_status()
