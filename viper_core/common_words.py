"""English words that are no visual attribute: what glues a sentence together, and what looks like a typing error.

Two lists of our own. ``FUNCTION_WORDS`` are the closed classes (articles, pronouns, prepositions, auxiliaries) and the
verbs and adverbs that carry no picture in them. ``ORDINARY_WORDS`` are words that stand one or two letters away from a
word of the vocabulary ("grass" from "glass") and must not be taken for a misspelling of it.
"""

from __future__ import annotations

from typing import Final

from viper_core.words import word_set

__all__ = ["COMMON_WORDS", "FUNCTION_WORDS", "ORDINARY_WORDS"]

FUNCTION_WORDS: Final = word_set(
    """
    a an the this that these those such some any no every each either neither both all half many much more most less
    least few fewer several enough other another same own what which whose who whom whatever whichever whoever i me
    my mine myself you your yours yourself u ur he him his himself she her hers herself it its itself we us our ours
    ourselves they them their theirs themselves one ones someone somebody something anyone anybody anything everyone
    everybody everything nobody nothing none there here everywhere anywhere somewhere nowhere together where when
    why how in on at by for from to of off with without within into onto out over under above below between among
    across through throughout against around about near beside besides behind beyond before after during until till
    since along toward towards upon up down away back per via like unlike as than except despite and or but nor so
    yet if unless because although though while whereas whether however therefore thus hence instead otherwise
    anyway anyways also too again once twice ever never always often sometimes usually rarely seldom maybe perhaps
    probably possibly actually really very quite rather pretty fairly somewhat slightly just only even still already
    almost nearly hardly barely merely simply truly totally completely absolutely extremely incredibly especially
    particularly generally mostly mainly overall altogether indeed certainly definitely surely clearly honestly
    frankly basically literally seriously personally apparently obviously unfortunately sadly luckily is am are was
    were be been being isn't aren't wasn't weren't isnt arent wasnt werent ain't do does did done doing don't
    doesn't didn't dont doesnt didnt has have had having haven't hasn't hadn't havent hasnt can could can't couldn't
    cant couldnt cannot will would won't wouldn't wont wouldnt shall should shouldn't shouldnt may might must
    mustn't need needn't ought let lets i'm i've i'd i'll im ive id you're you've you'd you'll he's she's it's we're
    we've they're they've that's there's here's what's who's where's how's let's get gets got getting gotten give
    gives gave given giving go goes went gone going come comes came coming make makes made making take takes took
    taken taking put puts keep keeps kept see sees saw seen seeing look looks looked looking feel feels felt feeling
    seem seems seemed appear appears become becomes became turn turns turned think thinks thought thinking know
    knows knew known say says said tell tells told show shows showed shown want wants wanted use uses used using
    work works worked working try tries tried find finds found bring brings brought leave leaves left stay stays add
    adds added call calls called mean means meant remind reminds reminded help helps helped happen happens guess
    suppose believe wonder understand tend tends draw draws drew drawing painted prefer prefers preferred hope hopes
    wish wishes bit lot lots little kind sort type way ways thing things stuff part parts piece pieces side place
    time times day days year years moment point case reason rest whole end example people person man woman men women
    guy artist painter photographer viewer picture pictures image images painting paintings photo photos scene
    scenes art artwork effect effects style styles subject object objects element elements area areas good bad
    better best worse worst great nice fine okay ok well new old big small long-time next last first second sure
    true real right wrong different similar certain possible able yes yeah yep nope nah oh ah hm hmm wow ugh lol omg
    imo imho tbh btw please pls plz thanks thank sorry hey hi hello not n't cuz coz cause tho thru til w gonna wanna
    gotta kinda sorta dunno whatnot etc
    """
)
"""Words that say nothing of a picture by themselves."""

ORDINARY_WORDS: Final = word_set(
    """
    abandon admirable absence academia academy accident accuracy actor addition admire adult affair album alike
    align allow amazing anger anaesthetic angel apathetic apple arctic arrange asset attraction attracted attractive
    audience awake award babble balloon banging barrel baseball basil basin basis bathroom battery battle beach
    bedroom beginning being believe belly bench bending berry birthday bitter bitterly blackbird blame blanket bland
    blast bleed bless blessing blight blind blink blinking bloody blouse board boarder boats boiling bonding border
    boring bother bothered bottle bottom bought branch brand brave bread breath breathe breathing breed bride bridge
    brief bring broke broom brother brought brow browser build building bunch bunny burned burst bushes butter
    butterfly button buyer cabin camera camping canal candle canoe capable captain capture card careless carpet
    carried carry carrying carton castle casting catch causing celebrate celery center certain chain chair challenge
    champion chance change changing channel character charge charging charity charm charming chart chase chasing
    chatting cheap cheat check checked checking cheek cheese chemical chess chest chicken child chilling chimney
    choice choir choose chop chose chosen chore church circle city claim class classic classify clause clay clever
    click client cliff climb climbing clock clone close closed closely closing clothes clothing cloud clover clown
    club clue cluster coach coast coat cocktail coffee coin collar collect college collide column combine combined
    comedy commerce common company compare compared compass compete complain complaint complete completed completion
    compliment compute computer concern conclude confirm confused connect consider contact contain content contented
    contest context continue contract control cooked cooker cookie cooking copy corner correct cottage cotton couch
    cough council count country couple courage course cousin cover covered craft crane crash crashing crawl crazy
    create created creation creator creature credit creek crew crime crisis critic critical cross crown crowned
    cruel cruise crush crying cupboard cured curious current curse cursed curtain curtly cushion customer cutting
    cycle daily damage dance dancing danger dapple dare daring darling dated daughter daydream death debate decade
    decide decided declared decline decoy deeply deer defend defined degree delay delete deliver demand denied
    depart depend deserve deserved desert design desire desk destroy devil devoted diet differ digest dinner direct
    disagree disappear disappoint disaster discover discovered discuss disease disgust disgusting dish dislike
    dislikes display distinct distract distracted distracts distraction disturb disturbed diverse divide doctor
    dodge donkey door doubt dozen dragon dread dreaded dress dressing dried drift drifting drink drinking drive
    driver driving drone drop dropped drove drown dying eager early earn easel easily eastern eating eclectic edit
    edited editing education effort eighth elderly electrical electronic elephant eleven emerge emotional employ
    enable ended ending enemy engage engaging engine enhance enhancing enjoy enjoyed enjoying enjoys enter entire
    envelope episode equal error escape establish estate event eventually evidence evoke evoked evokes evolve exact
    exactly exam example excellent except exception excess exchange excite excited excuse exist exit expect expected
    expense expensive experience experiment expert explain explore exploring express expressed expression extend
    external extra extraordinary fabulous facing factor fail failed failure faint fair fairly faith fall falling
    false fame famous fancy fantastic farmed farmer fashion father fault favor favorite feast feather fee feeding
    fellow fence fetch fever fiction field fifteen fifth fight fighter figure fill filled filling film final finally
    finding finger finished finishing fire fishing fitting fixed flaw fleet flesh fleshy flies flight flint float
    flock flood floor flour flower flowers flush flute flying focus focused fold folks follow following food fool
    foot force forced foreign forest forever forget forgot forgotten forth fortune forward found fountain founder
    fourth fragrant freak freaky freedom freeze fresh fried friend friendly frighten frog frown fruit frustrate
    fully function funeral funky funnel further future gain gallery game gaming garbage garden garnish gather
    gathering gave gazing generate gentleman genre ghastly ghost giant gifted giraffe girl given glad glance glass
    global glory glossary glove gloves glue goat gloating goodness gorgeous gossip grab grade graduate graduation
    grandma grandmother grandpa granny grant granted grape grasp grass grassy grate grateful grave gravel gravity
    gravy grazing greasy greasing greed greeting grief grill grin grip grocery groom groove gross ground group grow
    growing grown growth grudge guard guardian guess guest guide guideline guilty guitar gutsy habit hack haircut
    hall hallway halted hammer hamper handle handled handsome hang happen harbor hardly harmless harvest hash haste
    hate hated hatred hats haul haunt head header healthy heard hearing heart hearted heated heave heavily heel
    height helmet helpful herb heroine hidden hide hiding hill hinge hint hiking hire history hitting hockey holding
    hole holiday homeless honest honestly honor hooded hook hopper horrible horse hospital hotel hound hour house
    houses housing huge human hundred hunger hungry hunter hunting hurry hurt husband idea ideal identity ignore
    illness imagine immense impact imply import important impress impressed impressive improve improving incense
    include income increase indecent indeed inner insane inside insist inspire inspired instant insult insulting
    intend intent interest interested interface invent inverse invest invite invited island issue item jacket
    jealous jelly jewel jockey jogging join joint joke joked joker journal journey judge judging juice jumped jumper
    jungle junior jury justice keen keeper kettle kick kicked kidding killed kind kindly kingdom kiss kitchen kitten
    knee knife knight knock known label labor ladder lake lamp landing language lantern large laser later laugh
    laughing laughter launch laundry lawyer lazy leader leading leaf leaky lean learn learned learning least leather
    leave leaving lecture left legend lemonade lend length lesson letter letting level liar liberty library license
    lick lied life lifetime lifting lighten lighthouse likely likes limit link lion lips liquid list listen liter
    literal literary live lively liver living load loading loaf loan lobby local locked lodge log logic longer loser
    losing loss lost louder lounge lousy lovely lover lovers loving lower lowest loyal lucid lucky lunch lung
    machine macho madness magazine maid mail main male mammal manage manager mango manner manor marble march
    marching margin marine marked market marking marriage married marry masked master masterpiece match matched
    matter matters mature maybe mayor meal meaning meant measure meat medal media medical medicine meeting meets
    member memory mental mention menu mercy merely merge merit merry message messing metal meter method middle
    midway might mile milk mill million mind mine minor minority minute minutes mirror miss missed missing mission
    mistake mixed mixing mixture mobile mocha model moment money monitor monkey monster month moose moral morning
    moron mother motive motor mount mountain mouse mouth mouthful movie moving mulch multiple muscle museum music
    musical mustache mutter mythical nail naked name named narrow nasty nation national native naturally navel
    nearby nearest nearly necessary neck needle negative neighbor neither nephew nerve nest network neural newer
    news nicely nicest nicer night nights nine noble nobody noise nonsense noon north northern nose noted notes
    notice noticed novel nowadays nowhere number numbers numerous nurse nurture obey object obscure observe obtain
    obvious ocean octopus odd offend offended offer office often older omit opening opera operate opinion opposite
    option orchid ordinary orient origin original otter ought outcome outlaw outlet outlive outside outing oven
    overall overcome overlook overkill overpass owe owner package packet page paid pain painful paint paints painter
    painters pair palace palm panda panel panic parade pardon parent park parking parrot parsley partial particular
    partly partner party passage passed passing passion past pasta paste path patience patient pause paving peace
    pearl pebble pedal peel peer pence pencil penny people pepper perception perch percent perfectly perform perhaps
    period permit perplex person personal personality persuade petty phase phone phony phrase piano pick picked
    picky pickup picnic pieces pierce pillow pilot pinch pipe pitch place placed placing plain plane planet plank
    planned planning plant plants plate platform player playing please pleased pleasant pleasing pleasure plenty
    plot plug plumb plume plus pocket poem poet point pointed pointing points pointless poison poker polish polished
    polite politics pollen pond ponder pool poorly popular porch portal portion portrait possess possible post
    posted posture potato pottery pound pour powder power powerful practice praise prank pray precious preach
    prepare presence present press pretend prettier prettiest prevent previous price pride priest print printed
    printer prison private prize problem process produce product profit program project promise promote prompt proof
    proper properly property propose prospect protect protest proud prove provide public pudding pulled pumpkin
    punch punish puppet puppy purchase purely purpose purse pursue push puzzle quack quaint quality quarter queen
    queer query quest question quick quickly quiet quill quilt quit quite quote rabbit race racing radical radio
    rainless raise raised range rank rapid rarely rated rather rating ratio ravine reach reaction reader readily
    reading ready reality realize really rear reason recall receive recent recipe recite record recover redeem refer
    reflex refresh refuse regain regard region regret reindeer reject relate related relation release relief relieve
    relish rely remain remark remember remind remote remove rent rental repair repeal repent replace reply report
    request require rescue resemblance resentful reserve resist resort respect respond response restore result
    retain retire return reveal revenge reverse review revive reward rhyme ribbon rice ride riding rifle right ring
    ringing rinse ripe rise rising risk rival river road roast rob robber robot rock rocket role roll rolled roof
    room rooms root rope rose rotten rouge route routine royal rude ruin ruined ruins rule ruler running rush
    sacrifice saddle safe safety said sail sailor salad salary sale salon saloon salt same sample sandal sandwich
    satisfy sauce sausage save saved saving scale scared scarf scatter scenic schedule scheme scholar school science
    scope score scream screen script seal search season seat second secret section secure seed seeing seek seldom
    select self sell send senior sense sensible sentence separate sequel series seriously servant serve service
    session setting settle seven seventh several sewing shack shade shaken shaking shall shallow shame shaped share
    shared shark shed sheep sheet shelf shell shelter shift ship shirt shock shocking shoes shook shop shopping
    shore short shorter shot should shoulder shout shove shower shown shrimp shut shutter sibling sick sight sign
    signal silly silver similar simply since sing singer single sink sister sitting situation sixth size skate skill
    skin skip skirt skull slap slave sleep sleepy sleeping slice slide slight slip slope slot slow slowly small
    smaller smart smell smile smiled smiles smiling smirk smoker snack snail snake snap sneak sober soccer social
    society socks sofa solar sold soldier sole solve somehow song sonic sooner sort soul sound sounds soup source
    south southern spark sparrow speak speaker special species speech speed spell spend spent spice spicy spider
    spill spin spine spirit spit spite split spoil spoiled spoke spoon sport spot spotless spouse spread spring spy
    squad square squash squeeze squid squirrel stable stack staff stage stain stained stair stairs stake stall stamp
    stance stand standard standing staple stare stared stares staring start started starter starting startle starve
    state stated statement station statue status stayed steady steak steal steep steer stem step sticker sticks
    sting stirred stock stolen stomach stone stood stool stop stopped stopping store stories story stove stranger
    strap strategy straw stream street strength stress stretch stretched strict strike string strip striped strive
    stroke stroll structure struggle stubborn stuck student studio study stumble stunned stunning stupid sturdy
    subject submit subway succeed success suck sucks sudden suddenly suffer sugar suggest suit suitable suits
    summary sunk super superb supper supply support suppose supreme surely surf surprise surprised surprising
    surround survey survive suspect swallow swan swear sweat sweater sweep swept swim swimming swing switch sword
    symbol system table tackle tactic tail tailor talent talented talk tall target task taste tasted tasty tattoo
    taught taxi teach teacher team tear tease teenager teeth temple tempt tenant tender tennis tent term terrible
    terribly terrific terrify terror test testing texts thankful theater their theme theory therapy there these
    thief thing thinking third thirst thirty thorough thought thousand thread threat three thrill thrilled throat
    throne throw thrown thumb ticket tickle tied tiger tight timber timed timing tired title toast today toddler
    toilet tomato tomorrow tongue tonight tool tooth topic tortoise total touch touched touching tough tourist towel
    tower town trace track trade tradition traffic trail train trained trainer training traitor trash travel tray
    treasure treat treated tree trees trend trial triangle trick tricky trip triple trouble truck truly trumpet
    trunk trust truth trying tumble tummy tunnel turkey turned turning turtle twelve twenty twice twin twist type
    typical ugly ultimate umbrella unable uncle uncover under undo unhappy unique united unity universe unknown
    unless until unusual update upper upset upside urban urge useful useless usual utter utterly vacation vague vain
    valley valuable value vampire vanish variety various vase vegan vehicle veil verse version versus vessel victim
    video village vine virtue vision visit visitor visual visually vital vivid vocal voice volume vote vowel voyage
    wagon waist wait waiting walk walked walking wall wallet wander wandering wanted warmly warning warrior wary
    waste wasted watch watched watching water waters weakness wealth weapon wear wearing weave wedding weekend weigh
    weight western whale wheat wheel whether whisper whistle widely widow width wife willing window windows wine
    wing wings winner wisdom witch within witness woman women wonder wondering wonderful wooden word worker world
    worried worry worse worship worth worthy would wound wounded wrap wreck wrist write writer writing written wrong
    sunday monday tuesday wednesday thursday friday saturday january february april june july august september
    october november december yacht yard yawn yearly yelled yogurt young younger youth zebra
    """
)
"""Ordinary words that are near to a word of the vocabulary without meaning it."""

COMMON_WORDS: Final = FUNCTION_WORDS | ORDINARY_WORDS
"""Words that are never a misspelt attribute."""
