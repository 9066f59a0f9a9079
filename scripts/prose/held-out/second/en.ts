/** More English texts in which nobody is named, for measuring what is touched: never for training or choosing. */
import type { HeldOutTexts } from '../held-out.ts'

export const en: HeldOutTexts = {
  words: {
    item: 'Bamboo Tray|Desk Organiser|Wool Blanket|Pepper Grinder|Travel Mug|Bicycle Pump|Candle Set|Wall Clock|Dog Lead|Picnic Basket',
    town: 'Norwich|Denver|Galway|Perth|Bournemouth|Santa Fe|Halifax|Inverness',
    shop: 'Riverside Pharmacy|Greenfield Nursery|The Corner Bakehouse|Summit Cycles|Harbour Print Works|Bright Smile Dental',
    app: 'HubSpot|Dropbox|Canva|Stripe|Calendly|Zapier|Monday|Sage 50',
    day: 'Monday|Tuesday|Wednesday|Thursday|Friday|Saturday',
  },
  texts: `
# social post
Write an Instagram caption for our new {item}. Keep it cheerful, two emojis, hashtags #SmallBusiness #ShopLocal #{town}.
# social post
Turn this into a LinkedIn post: {shop} has won the Regional Green Award for the second year running. Thank you to all our customers in {town}!
# refund policy
Please proofread: Refunds are made within {##} days of receipt. Sale Items, Gift Vouchers and Earrings cannot be returned for Hygiene Reasons.
# spreadsheet
In Google Sheets, column A holds Date, column B Net Amount and column C VAT Rate. Give me a formula for Gross Amount that ignores empty rows.
# spreadsheet
Month;Turnover;Footfall
January;{####};{###}
February;{####};{###}
Draw a line chart and mark the Best Month.
# price list
Cut & Blow Dry £{##}
Full Head Highlights £{###}
Beard Trim £{##}
Children under Ten £{##}
# review reply
A customer gave us two stars and wrote "Cold Soup, slow Service, lovely View". Draft a polite reply from {shop}.
# newsletter
Subject line ideas for our Spring Newsletter: Early Bird Discount, Workshop Dates, Meet the Sheep Day, New Opening Times on {day}.
# packing slip
1 x {item} (Oak)
2 x {item} (Slate Grey)
1 x Gift Wrap, Message Card: Happy Birthday
Carrier: Royal Mail Tracked {##}
# cleaning rota
{day}: Kitchen, Fridge Seals, Extractor Hood. {day}: Store Room and Back Yard. Every Day: Counter, Door Handles, Restrooms.
# checklist
Before you lock up: Ovens off, Dishwasher emptied, Shutters down, Float counted, Bins out. Sign the Sheet on the Clipboard.
# error message
{app} says "Token expired, Scope missing: contacts.read". We only changed the Billing Plan on {day}. What should we check first?
# faq
Q: Do you deliver to the Channel Islands? A: Yes, by Ferry on {day}s. Q: Can I bring my Dog? A: Well-behaved Dogs are welcome on the Terrace.
# translation
Translate into Spanish and keep the line breaks: Caution Wet Floor / Staff Only / Mind the Step / Please Ring the Bell
# website menu
Home | Our Story | Treatments | Gift Cards | Find Us | Book Now | Cookie Settings
# tender
Summarise the tender: Lot {#} Street Lighting, Lot {#} Grounds Maintenance, Lot {#} Play Equipment. Bids in Sterling, validity {##} days.
# workshop
Service sheet: Brake Pads worn, Chain stretched, Rear Mech bent, Tyres Schwalbe Marathon ok. Labour {#} h, Parts £{##}.
# safety
Explain to new staff what the pictograms Flame, Corrosion and Exclamation Mark on a bottle of Drain Cleaner mean.
# finance
What is the difference between Gross Margin, Mark-up and Contribution? Use a {item} bought at {##} and sold at {##} as the example.
# event
Help me plan the Christmas Fair in {town}: Mulled Wine Stall, Carol Singing, Tombola, Face Painting, Lost Property, First Aid Point.
# listing
Property blurb: Two Bedroom Cottage near {town}, Log Burner, South Facing Garden, Off-street Parking, no Chain. Viewings on {day}.
# subscription
We want to move from the Starter Plan to the Team Plan of {app}. List the Limits, Seats and Add-ons that change.
`,
}
