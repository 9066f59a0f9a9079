/** English texts in which nobody is named, for measuring what is touched: never for training. */
import type { HeldOutTexts } from './held-out.ts'

export const en: HeldOutTexts = {
  words: {
    good: 'Folding Chairs|Copper Elbows|Paper Towels|Drill Bits|Garden Hoses|Olive Oil|Basmati Rice|Hex Bolts|Toner Cartridges|Yoga Mats',
    place: 'Lisbon|Old Harbour|Brighton|the Lake District|Kyoto|Marrakesh|Bath|Cape Cod|Edinburgh|Charlotte',
    firm: 'Northwind Traders|Blue Heron Bakery|Acorn Plumbing|Harper Lane Studios|Sterling Roofing|Jasper Foods|Madison Tools|Baxter',
    tool: 'Trello|Mailchimp|QuickBooks|Asana|Airtable|Grafana|Xero|Lightroom',
    month: 'January|April|May|June|August|October',
    dish: 'Lamb Ragout|Caesar Salad|Sole Meunière|Apple Crumble|Chicken Marengo|Beef Wellington',
    herb: 'rosemary|basil|sage|ginger|pepper|olive',
  },
  texts: `
# recipe
{dish} (serves {#})
Ingredients: {##0} g flour, 2 eggs, 1 tsp {herb}, 3 cloves garlic, a pinch of Salt
Method: Preheat the oven to 1{##} °C. Chop the {herb} and simmer for {##} minutes.
# recipe
Scale this recipe up to {##} portions: 500 g Minced Beef, 2 Onions, 400 ml Stock, 1 Bay Leaf, Worcestershire Sauce, Black Pepper
# menu
Translate our menu into German: Soup of the Day, {dish}, Grilled Halibut with Lemon Butter, Sticky Toffee Pudding, Earl Grey
# stock
Stock count {month}: {good} {##}, {good} {###}, {good} {#}. Reorder level for {good} is {##}.
# stock
Aisle {#} Bay {##} Shelf C: {good}
Aisle {#} Bay {##} Shelf A: {good}
Cold Store: Butter, Cream, Cheddar
# order
Customer number {#####}, order {######}: please add two boxes of {good} and remove the {good}.
# order
Customer ID: {#####}
Order: {######}
Items: {##} x {good}, {#} x {good}
Delivery: Express, leave at Loading Bay {#}
# instruction
Explain step by step how to export invoices from {tool} and import them into {tool}.
# instruction
Write a Standard Operating Procedure for opening the shop: Alarm, Lights, Till Float, Coffee Machine, Display Window, Bakery Delivery.
# code
def total(order):
    # Sum of Line Items without Gift Cards
    return sum(line.Price for line in order.Lines if line.Kind != "Gift")
# code
Why does this fail? class InvoiceMapper extends BaseMapper { toDto(Invoice invoice) { return new InvoiceDto(invoice.Number, invoice.Total) } }
# sql
SELECT City, Region, SUM(Total) AS Revenue FROM Orders JOIN Branches ON Branches.Id = Orders.BranchId WHERE Region = 'North' GROUP BY City;
# log
2026-0{#}-1{#} 08:1{#}:22 WARN PaymentWorker Retry 3 for order {######}: Gateway Timeout
2026-0{#}-1{#} 08:1{#}:25 INFO PaymentWorker Settled by Adyen, Batch {###}
# log
Traceback: File "app/views/orders.py", line {###}, in Checkout
ValueError: Invalid Postcode in field ShippingAddress
# json
{"name":"{place} Branch","region":"South West","products":["{good}","{good}"],"open":true}
# json
Fix this JSON: {"title": "{dish}", "tags": ["Sunday", "Family"], "price": {##}.50,}
# csv
Item,Brand,Stock
{good},{firm},{##}
{good},Makita,{###}
# contract
The Supplier shall deliver the Goods to the Premises of the Buyer within {##} days. Clause {#}.2 (Force Majeure) applies to Acts of God, Strikes and Floods.
# contract
Shorten Section {#} of the Lease: The Tenant shall keep the Premises in Good Repair and permit the Landlord to inspect the Boiler each {month}.
# product
The Oxford Sofa in Midnight Blue: solid Beech frame, Velvet cover, two cushions. Width {###} cm. Matching Chelsea Armchair from £{###}.
# product
Rewrite for our web shop: The Victoria Lamp by {firm} brings Art Deco charm to every bedside table. Colours: Ruby, Amber, Jade, Pearl.
# travel
Plan three days in {place}: Monday the Cathedral and the Old Town, Tuesday a boat trip, Wednesday the Botanical Garden. Budget {###} per person.
# travel
{place} lies on the river and is known for its Georgian terraces, Jazz Festival and Saturday Market. From {place} it takes {##} minutes by train.
# opening hours
Opening hours: Mon to Fri 9-17, Sat 10-14. Closed on Good Friday, Easter Monday and Boxing Day. Last orders at {##}:30 in the Garden Café.
# agenda
Agenda {month} Meeting: 1. Budget Review 2. Warehouse Move 3. Health and Safety 4. Summer Party 5. Any Other Business
# mail
Dear Customer,
your order {######} has left our warehouse in {place}. Delivery is expected on Thursday.
Kind regards
Your {firm} Team
# mail
Hi team, the printer on Level {#} is down again. Please use the one next to Reception until IT has fixed it. Thanks, Facilities
# history
Summarise the Industrial Revolution: Spinning Jenny, Steam Engine, Factory Acts, the Corn Laws and the Great Exhibition of 1851.
# law
Under Article 6(1)(f) GDPR and Section {##} of the Data Protection Act 2018 a Controller may rely on Legitimate Interests. See Recital 47.
# sport
Write a match report: Aston Villa beat Crystal Palace 3-1, Leeds United drew with West Ham. Next Saturday Preston travel to Lincoln.
# music
Make a playlist for the salon: Soft Jazz, Bossa Nova, Motown Classics, Northern Soul. No Heavy Metal before {##}:00.
# company
Compare the prices of {firm}, {firm} and Costco for {good} and put the result into a table with columns Supplier, Unit Price and Lead Time.
# software
How do I connect {tool} to {tool}? The Webhook returns Error {###} although the API Key is set in Settings > Integrations.
# heading
Chapter {#}: Marketing Plan
Target Group, Unique Selling Point, Price Strategy, Social Media, Christmas Campaign
# garden
Planting plan for {month}: Sweet William, Black-eyed Susan, Lily of the Valley, Rose, Iris and Violet in Bed {#}; Rosemary in the Herb Spiral.
# hr
Draft a job advert for a Warehouse Assistant in {place}, {##} hours a week, Forklift Licence required, start in {month}.
# car
Fleet list: Ford Transit {##},{###} miles, Mercedes Sprinter, Renault Kangoo, Alfa Romeo Giulia. Next MOT in {month}.
# school
Explain Ohm's Law, the Pythagorean Theorem and Newton's Third Law in simple words, with {#} examples each.
# lower case
can you make this shorter: we sell {good} and {good} in {place}, free delivery over {##} pounds, call in any time in {month}
`,
}
